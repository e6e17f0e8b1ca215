import { isDeepStrictEqual } from "node:util";
import type { JsonPath } from "../../src/protocol/wire/read-wire.ts";
import { anyGeneration } from "../../src/protocol/reply/any-generation.ts";
import { outputFormat } from "../../src/protocol/reply/output-format.ts";
import { statusFormat } from "../../src/protocol/reply/status-format.ts";
import { readWhole } from "./json-oracle.ts";
import { must } from "./mismatch.ts";
import type { FormatName } from "./random-reply.ts";
import { StrictScanner } from "./strict-scan.ts";
import type { Problem, WholeFrame } from "./strict-scan.ts";

/** Recognizes the arrays of frames. */
export const resultIndexAt: Readonly<Record<FormatName, (path: JsonPath) => number | null>> = {
  status: (path) => statusFormat.resultIndexAt(path),
  output: (path) => outputFormat.resultIndexAt(path),
  any: (path) => anyGeneration.resultIndexAt(path),
};

/** The expected output for a document. */
export type Expectation = {
  /** The complete frames before the first error, in the order of the document. */
  readonly frames: readonly WholeFrame[];
  /** A frame that may follow them. */
  readonly disputed: WholeFrame | null;
  readonly problem: Problem | null;
  /** The document without its frames. Undefined if there is a problem. */
  readonly envelope: unknown;
};

/**
 * Runs both oracles and compares them.
 *
 * @throws Mismatch if they disagree.
 */
export function expectationOf(text: string, format: FormatName): Expectation {
  const whole = readWhole(text, resultIndexAt[format]);
  const { frames, disputed, problem, hasRepeatedKey } = new StrictScanner(text, resultIndexAt[format]).scan();
  const isJson = problem === null || problem === "repeated";
  const mayDisagree = problem === "beside" || hasRepeatedKey;
  must(isJson === (whole !== null) || mayDisagree, "the oracles disagree", "is it JSON?");
  if (whole === null || problem !== null) return { frames, disputed, problem, envelope: null };
  for (const { at, resultIndex, frames: list } of whole.lists) {
    const same = frames.filter(({ arrayAt }) => isDeepStrictEqual(arrayAt, at));
    const isSame = same.every((frame, index) => frame.index === index && frame.resultIndex === resultIndex);
    must(
      isSame &&
        isDeepStrictEqual(
          same.map(({ json }) => json),
          list,
        ),
      "the oracles disagree",
      `frames at ${at.join(".")}`,
    );
  }
  const count = whole.lists.reduce((sum, { frames: list }) => sum + list.length, 0);
  must(count === frames.length, "the oracles disagree", "number of frames");
  return { frames, disputed, problem, envelope: whole.envelope };
}
