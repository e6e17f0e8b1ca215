import type { Cell, Expected } from "./cell.ts";
import { damaged } from "./damage.ts";

/** One line of a table for v3: what is unusual, where, what stands there instead, what comes of it. */
export type OutputRow = readonly [
  damage: string,
  path: string | null,
  value: unknown,
  expected: Expected,
  /** What a decoder says that is not told the generation, where that differs. */
  expectedOfKept?: Expected,
];

/** @returns a cell for each row. */
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
