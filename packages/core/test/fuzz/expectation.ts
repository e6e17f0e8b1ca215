import { isDeepStrictEqual } from "node:util";
import type { JsonPath } from "../../src/protocol/protocol.ts";
import { anyReply } from "../../src/protocol/reply/any-reply.ts";
import { outputReply } from "../../src/protocol/reply/output-reply.ts";
import { statusReply } from "../../src/protocol/reply/status-reply.ts";
import { readWhole } from "./json-oracle.ts";
import { must } from "./mismatch.ts";
import type { FormatName } from "./random-reply.ts";
import { StrictScanner } from "./strict-scan.ts";
import type { Problem, WholeFrame } from "./strict-scan.ts";

/** Which arrays are those of frames. */
export const resultIndexAt: Readonly<Record<FormatName, (path: JsonPath) => number | null>> = {
  status: (path) => statusReply.resultIndexAt(path),
  output: (path) => outputReply.resultIndexAt(path),
  any: (path) => anyReply.resultIndexAt(path),
};

/** What must come of a document. */
export type Expectation = {
  /** The frames that are whole before the first error, in the order of the document. */
  readonly frames: readonly WholeFrame[];
  /** A frame that may come after them, or not. */
  readonly disputed: WholeFrame | null;
  readonly problem: Problem | null;
  /** The document without its frames. Means nothing if there is a problem, except `no-frames-twice`. */
  readonly envelope: unknown;
};

/**
 * Asks both oracles, each of which watches the other.
 *
 * @throws Mismatch if they disagree.
 */
export function expectationOf(text: string, format: FormatName): Expectation {
  const whole = readWhole(text, resultIndexAt[format]);
  const { frames, disputed, problem } = new StrictScanner(text, resultIndexAt[format]).scan();
  const isJson = problem !== "frames" && problem !== "beside";
  must(isJson === (whole !== null) || problem === "beside", "the oracles disagree", "is it JSON?");
  if (whole === null || !isJson) return { frames, disputed, problem, envelope: null };
  if (problem !== "frames-twice") {
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
  }
  return { frames, disputed, problem, envelope: whole.envelope };
}
