import { describe, expect, it } from "vitest";
import { allCells } from "./matrix/all-cells.ts";
import { checkCell, checkSummary } from "./matrix/check-cell.ts";
import { shuffleKeys } from "./matrix/shuffle-keys.ts";

/** The minimum number of cells, because the matrix must not shrink. */
const CELLS = 1150;
const SEEDS = [1, 77, 20_260_502];

describe("the response matrix", () => {
  it(`has at least ${CELLS} cells with unique names`, () => {
    expect(allCells.length).toBeGreaterThanOrEqual(CELLS);
    const names = allCells.map((cell) => `${cell.type}: ${cell.damage}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  for (const type of new Set(allCells.map((cell) => cell.type))) {
    const cells = allCells.filter((cell) => cell.type === type);
    it.each(cells.map((cell) => [cell.damage, cell] as const))(`${type}: %s`, async (_damage, cell) => {
      expect.hasAssertions();
      await checkCell(cell, cell.reply);
      await checkSummary(cell);
      for (const seed of SEEDS) await checkCell(cell, shuffleKeys(cell.reply, seed));
    });
  }
});
