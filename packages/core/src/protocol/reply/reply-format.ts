import type { ModelResult, TaskHead } from "../../result/task.ts";
import type { JsonPath } from "../protocol.ts";

/** What a result says beside its frames. */
export type ResultHead = Omit<ModelResult, "frames" | "evaluated">;

/** One model's part of a reply. */
export type EnvelopeResult = {
  readonly head: ResultHead;
  /** The elements of its array of frames, undecoded; `[]` where it has none, which leaves the result unevaluated. */
  readonly output: unknown[];
  /** Where that array stands in the reply. */
  readonly outputAt: JsonPath;
  /** Why this part failed; `null` if it did not. */
  readonly failure: { readonly code: string; readonly message: string | null } | null;
  /**
   * Whether Hive gave its word that this part succeeded, and did judge it: a text in a language that it does not know it did not.
   * Without that, nothing in the part counts as judged.
   */
  readonly isConfirmed: boolean;
};

/** A reply whose outermost form is right. */
export type ReplyEnvelope = { readonly head: TaskHead; readonly results: readonly EnvelopeResult[] };

/** How the replies of a generation look, apart from their frames. */
export interface ReplyFormat {
  /** Tells whether the array at this place holds frames, and of which result; `null` for any other array. */
  resultIndexAt(path: JsonPath): number | null;
  /**
   * Reads the outermost form of a reply, with its frames or after they were taken out.
   *
   * @param secrets - What must not appear in an error, should Hive repeat it.
   * @throws HiveTaskError if the reply as a whole says that it failed.
   * @throws HiveDecodeError if it is no reply of this form, for example an acknowledgement.
   */
  read(json: unknown, secrets: readonly string[]): ReplyEnvelope;
}
