import type { ModelResult, TaskHead } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import type { JsonPath } from "../wire/read-wire.ts";

/** A result without its frames. */
export type ResultHead = Omit<ModelResult, "frames" | "evaluated" | "isUnconfirmed" | "provenance">;

/** The result of one model in a response. */
export type EnvelopeResult = {
  readonly head: ResultHead;
  /**
   * Its frames, undecoded: the elements of an array, or a single object. `[]` if there are none, which leaves the
   * result unevaluated.
   */
  readonly output: unknown[];
  /** Whether there is a list or an object, which may be empty. */
  readonly hasOutput: boolean;
  /** The position of a frame in the response. */
  readonly frameAt: (index: number) => JsonPath;
  /** The failure that Hive reports; `null` if this result succeeded. */
  readonly failure: { readonly code: string; readonly message: string | null } | null;
  /**
   * Whether Hive confirms that it evaluated this result: its status is a success, and a text is in a language that the
   * model supports. Otherwise nothing in the result counts as evaluated.
   */
  readonly isConfirmed: boolean;
};

/** A response with a valid envelope. */
export type ReplyEnvelope = { readonly head: TaskHead; readonly results: readonly EnvelopeResult[] };

/**
 * Lists the frames at a position: the elements of an array, in the array itself, or a single object, as for a hash
 * match. Anything else has no frames.
 */
export function listFrames(
  json: unknown,
  at: JsonPath,
): Pick<EnvelopeResult, "output" | "hasOutput" | "frameAt"> {
  if (Array.isArray(json)) return { output: json, hasOutput: true, frameAt: (index) => [...at, index] };
  const hasOutput = isObject(json);
  return { output: hasOutput ? [json] : [], hasOutput, frameAt: () => at };
}

/** The response format of an API generation, without the format of the frames. */
export interface ReplyFormat {
  /** Returns the index of the result whose frames the array at this position contains; `null` for any other array. */
  resultIndexAt(path: JsonPath): number | null;
  /**
   * Reads the envelope of a response. Its arrays of frames may already be emptied.
   *
   * @param secrets - Values that must not appear in errors, in case Hive echoes them.
   * @throws HiveTaskError if the response as a whole reports a failure.
   * @throws HiveDecodeError if it does not have this format, for example because it is an acknowledgement.
   */
  read(json: unknown, secrets: readonly string[]): ReplyEnvelope;
}
