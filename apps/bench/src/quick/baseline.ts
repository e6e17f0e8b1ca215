import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { TARGETS } from "../report/targets.ts";
import type { TargetName } from "../report/targets.ts";
import type { Ratio } from "./ratio.ts";

/** The ratios of an earlier run. */
export type Baseline = {
  readonly date: string;
  readonly machine: string;
  /** The number of processes per ratio. */
  readonly processes: number;
  readonly ratios: readonly Ratio[];
};

const Known = z.custom<TargetName>((name) => typeof name === "string" && Object.hasOwn(TARGETS, name));
const BaselineSchema = z.object({
  date: z.string(),
  machine: z.string(),
  processes: z.number(),
  ratios: z.array(z.object({ target: Known, where: z.string(), median: z.number(), spread: z.number() })),
});
/** More digits than a spread is exact to. */
const DIGITS = 4;

/** Reads a baseline; `null` if there is no such file. @throws ZodError if the file is not a baseline */
export function readBaseline(path: string): Baseline | null {
  return existsSync(path) ? BaselineSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : null;
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
