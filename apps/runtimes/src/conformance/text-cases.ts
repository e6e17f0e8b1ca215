import { classifyText, failedPieceOf, splitText } from "@hivekit/core/text";
import { expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-text";
const FAMILY = "👩‍👩‍👧‍👦";
/** 23 UTF-16 units, 19 code points. */
const SENTENCE = `Hello ${FAMILY}, hi. `;
const LONG = SENTENCE.repeat(150);

/** Texts that exceed Hive's limit. */
export const TEXT_CASES: readonly ConformanceCase[] = [
  {
    name: "splits a long text between sentences and between emoji",
    project,
    run: async () => {
      const pieces = splitText(LONG);
      expectEqual(
        pieces.map(({ text, end }) => [text.endsWith(", hi. "), end % SENTENCE.length]),
        pieces.map(() => [true, 0]),
      );
      expectEqual(
        splitText(FAMILY.repeat(300)).map(({ text }) => text.replaceAll(FAMILY, "")),
        ["", "", ""],
      );
    },
  },
  {
    name: "classifies a long text in pieces, with indexes in the original text",
    project,
    run: async ({ hive }) => {
      const [, second] = splitText(LONG);
      // In the part that the first two pieces have in common.
      const at = (second?.start ?? 0) + SENTENCE.length;
      const text = `${LONG.slice(0, at)}Some darn text. ${LONG.slice(at)}`;
      const [result] = (await classifyText(hive({ api: "v2" }), text)).results;
      expectEqual(
        result?.text?.filters?.map(({ start, end }) => [start, end]),
        [[at + 5, at + 9]],
      );
      expectEqual(result?.frames.at(-1)?.span?.end, text.length);
    },
  },
  {
    name: "names the piece of a long text that fails",
    project,
    run: async ({ hive }) => {
      const error = await classifyText(hive({ api: "v1" }), LONG).catch((thrown: unknown) => thrown);
      expectEqual(failedPieceOf(error)?.number, 1);
    },
  },
];
