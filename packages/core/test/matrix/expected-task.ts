import type { Expected, ExpectedResult, ExpectedTask } from "./cell.ts";
import { ModelResultSchema } from "../../src/schemas/task-schema.ts";
import type { FrameNote } from "./expected-frame.ts";

/** An expected task without its results. */
export type ExpectedHead = Omit<ExpectedTask, "results">;

/** An expected result without its frames. An omitted property is expected to be `null`. */
export type ExpectedResultHead = Partial<Omit<ExpectedResult, "frames" | "evaluated">>;

const {
  frames: _frames,
  evaluated: _evaluated,
  isUnconfirmed: _isUnconfirmed,
  ...headShape
} = ModelResultSchema.def.innerType.def.shape;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests name every property that is not nullable, such as `model`
const NULL_HEAD = Object.fromEntries(Object.keys(headShape).map((name) => [name, null])) as unknown as Omit<
  ExpectedResult,
  "frames" | "evaluated"
>;

/** The differences from the valid response. */
type Differences = { readonly head?: Partial<ExpectedHead>; readonly result?: ExpectedResultHead };

/** Creates the expectations in the tables of one model type. */
export type Expectations = {
  /** The result has these frames, and all of them are evaluated. */
  known(frames: readonly FrameNote[], differences?: Differences): Expected;
  /** The result has these frames, and not all of them are evaluated: it must not be treated as harmless. */
  unknown(frames: readonly FrameNote[], differences?: Differences): Expected;
};

/** Creates the expectations for a model type from the head of its valid response. */
export function expectationsOf(head: ExpectedHead, result: ExpectedResultHead): Expectations {
  const write =
    (evaluated: boolean): Expectations["known"] =>
    (frames, differences = {}) => ({
      outcome: "task",
      task: {
        ...head,
        ...differences.head,
        results: [resultOf({ ...result, ...differences.result }, frames, { evaluated, resultIndex: 0 })],
      },
    });
  return { known: write(true), unknown: write(false) };
}

/** Creates an expected result at an index. */
export function resultOf(
  head: ExpectedResultHead,
  frames: readonly FrameNote[],
  { evaluated, resultIndex }: { readonly evaluated: boolean; readonly resultIndex: number },
): ExpectedResult {
  return {
    ...NULL_HEAD,
    ...head,
    evaluated,
    frames: frames.map((frame, index) => ({ ...frame, resultIndex, index })),
  };
}
