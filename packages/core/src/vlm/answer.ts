import type { TokenUsage } from "../result/token-usage.ts";

/** The answer to one frame of a video. */
export type FrameAnswer<Value> = {
  /** The index of the frame among the sampled frames. Hive sends no time. */
  readonly index: number;
  /** The answer as a value of the schema; the text itself without a schema. */
  readonly value: Value;
  /** The text of the answer. */
  readonly text: string;
};

/** The answer of the model. */
export type Answer<Value> = {
  /**
   * The answer as a value of the schema; the text itself without a schema. With `scope: "perFrame"`, the answer to the
   * first frame, which says nothing about the others: read `frames`.
   */
  readonly value: Value;
  /** The text of the answer, as the model wrote it. With `scope: "perFrame"`, that of the first frame. */
  readonly text: string;
  /** The answers to the frames of a video, in ascending order. Empty unless `scope` is `"perFrame"`. */
  readonly frames: readonly FrameAnswer<Value>[];
  /**
   * Why the model stopped, for example `stop` or `length`; `null` if Hive does not say. With `scope: "perFrame"`, that
   * of the first frame. Read `isCut` instead: Hive may send `stop` for an answer that is cut off.
   */
  readonly finishReason: string | null;
  /**
   * Whether an answer is, or may be, cut off by `maxTokens`. Always `false` with a schema, because an answer that is
   * cut off is then an error.
   */
  readonly isCut: boolean;
  /** The tokens of the call. */
  readonly usage: TokenUsage;
  /** Hive's id of the call; empty if there is none. */
  readonly id: string;
  /** When Hive answered; `null` if it does not say. */
  readonly createdOn: Date | null;
  /** The response as Hive sent it. It contains the answer: do not log it. */
  readonly raw: unknown;
};
