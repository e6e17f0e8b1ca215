import type { Cell, Expected } from "./cell.ts";
import { damaged } from "./damage.ts";

/** A row of a table for v3: the deviation, its path, the value, and the expected outcome. */
export type OutputRow = readonly [
  damage: string,
  path: string | null,
  value: unknown,
  expected: Expected,
  /** The outcome if the generation is unknown, where it differs. */
  expectedOfKept?: Expected,
];

/** Creates a cell for each row. */
export function outputCells(type: string, reply: unknown, rows: readonly OutputRow[]): readonly Cell[] {
  return rows.map(([damage, path, value, expected, expectedOfKept]): Cell => ({
    api: "v3",
    type: `v3, ${type}`,
    damage,
    reply: path === null ? reply : damaged(reply, path, value),
    expected,
    expectedOfKept,
  }));
}
