import type { Frame } from "../result/frame.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { Upload } from "../submission/upload.ts";

/** One field of a form: a text, or media. */
export type FormField =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly upload: Upload };

/** What has to be sent, without the address, the key and the bytes. */
export type RequestPlan = {
  readonly method: "POST";
  /** Path below the API's origin. */
  readonly path: string;
  readonly form: readonly FormField[];
};

/** How many frames of one result passed by, and how many of them the model did not judge. */
export type FrameCount = { readonly frames: number; readonly unevaluated: number };

/** What is known of a reply whose frames passed by. */
export type SummaryOptions = {
  /** By result index, what passed by. */
  readonly counts: ReadonlyMap<number, FrameCount>;
  /** What must not appear in an error, should Hive repeat it. */
  readonly secrets: readonly string[];
};

/** A place in a JSON document: keys of objects and indexes of arrays, from the root. */
export type JsonPath = readonly (string | number)[];

/** One generation of Hive's API: the only place that knows its paths, names and forms. */
export interface Protocol {
  /** The generation, as the client's `api` option names it. */
  readonly api: "v1";
  /** The scheme of the Authorization header. */
  readonly authScheme: string;
  /**
   * Says what to send.
   * @throws HiveInputError if this generation does not take such a submission.
   */
  plan(submission: CheckedSubmission): RequestPlan;
  /**
   * Decodes a whole reply.
   * @param secrets - What must not appear in an error, should Hive repeat it.
   * @throws HiveTaskError if the reply says that the task failed.
   * @throws HiveDecodeError if it is no reply of this generation.
   */
  decodeTask(json: unknown, secrets?: readonly string[]): Task;
  /** Tells whether the array at this place holds frames, and of which result; `null` for any other array. */
  resultIndexAt(path: JsonPath): number | null;
  /**
   * Decodes one element of such an array.
   * @throws HiveDecodeError if a value that a verdict rests on has another type.
   */
  decodeFrame(json: unknown, position: { readonly resultIndex: number; readonly index: number }): Frame;
  /**
   * Decodes a reply from which the frames were taken out.
   * @throws HiveTaskError and HiveDecodeError as {@link Protocol.decodeTask} does.
   */
  decodeSummary(json: unknown, options: SummaryOptions): TaskSummary;
}
