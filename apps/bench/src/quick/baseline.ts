import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { TARGETS } from "../report/targets.ts";
import type { TargetName } from "../report/targets.ts";
import type { Ratio } from "./ratio.ts";

/** The ratios of an earlier run. */
export type Baseline = {
  readonly date: string;
  readonly machine: string;
  readonly ratios: readonly Ratio[];
};

const BaselineSchema = z.object({
  date: z.string(),
  machine: z.string(),
  ratios: z.array(
    z.object({
      target: z.string(),
      where: z.string(),
      median: z.number(),
      spread: z.number(),
      processes: z.number(),
    }),
  ),
});
/** More digits than a spread is exact to. */
const DIGITS = 4;

/**
 * Reads a baseline. Ratios whose target no longer exists are left out.
 *
 * @returns the baseline, or `null` if the file does not exist.
 * @throws SyntaxError or ZodError if the file is not a baseline
 */
export function readBaseline(path: string): Baseline | null {
  if (!existsSync(path)) return null;
  const { ratios, ...run } = BaselineSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  return {
    ...run,
    ratios: ratios.flatMap(({ target, ...ratio }) => (isTargetName(target) ? [{ target, ...ratio }] : [])),
  };
}

/** Writes a baseline. */
export function writeBaseline(path: string, baseline: Baseline): void {
  const shorten = (value: number): number => Number(value.toPrecision(DIGITS));
  const ratios = baseline.ratios.map((ratio) => ({
    ...ratio,
    median: shorten(ratio.median),
    spread: shorten(ratio.spread),
  }));
  writeFileSync(path, `${JSON.stringify({ ...baseline, ratios }, null, 2)}\n`);
}

function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(TARGETS, name);
}
