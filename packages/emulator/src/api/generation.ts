import type { ErrorResponder } from "../faults/fault-definition.ts";
import type { ApiGeneration, TaskModel } from "../model/emulator-model.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import type { Submission } from "../state/submission.ts";
import type { Exchange } from "./exchange.ts";
import type { PageOfFrames, Reply } from "./reply.ts";

/** The contract of an API generation: everything in which generations differ. */
export interface Generation {
  readonly name: ApiGeneration;
  /** The scheme of the `Authorization` header. */
  readonly scheme: "Token" | "Bearer";
  /** The HTTP status for an unknown key. */
  readonly wrongKeyStatus: 401 | 403;
  /** The message for an unknown key. */
  readonly wrongKeyMessage: string;
  /** Creates an error response in the format of this generation. */
  readonly errorResponse: ErrorResponder;
  /**
   * Reads the body of a submission.
   *
   * @throws ApiError 400 for an invalid body, 413 for a body above the limit; UploadInterrupted when the body is
   * interrupted.
   */
  readSubmission(exchange: Exchange, options: { readonly maxBytes: number }): Promise<Submission>;
  /**
   * Converts a task to a reply of this generation.
   *
   * @param page - the frames to include; `null` for all.
   * @throws ApiError if the generation reports a failed task as an HTTP error.
   */
  toReply(task: FinishedTask, page: PageOfFrames | null): Reply;
}

/** A model that v3 addresses by its path: in the URL, or in the body of a chat completion. */
export type ModelAddress = {
  /** The path in requests and replies, such as `hive/visual-moderation`. */
  readonly path: string;
  /** The emulator's model for this path. */
  readonly model: TaskModel;
};

/** A route that accepts submissions. */
export type SubmissionRoute = {
  readonly path: string;
  readonly generation: Generation;
  /**
   * Whether the response contains the result (`sync`), acknowledges the submission (`async`), or contains the answers
   * of a chat completion (`chat`).
   */
  readonly mode: "sync" | "async" | "chat";
  /** The model in v3's URL or chat request; `null` in other generations. */
  readonly address: ModelAddress | null;
};
