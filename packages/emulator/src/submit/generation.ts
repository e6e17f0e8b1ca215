import type { Exchange } from "../http/exchange.ts";
import type { ApiGeneration } from "../state/emulator-project.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import type { PageOfFrames } from "../wire/page-of-frames.ts";
import type { Reply } from "../wire/reply-parts.ts";
import type { Submission } from "./submission.ts";

/** What differs between the generations of the API: everything else is written once. */
export interface Generation {
  readonly name: ApiGeneration;
  /** The scheme of the Authorization header. */
  readonly scheme: "Token" | "Bearer";
  /** The status that a wrong key gets. */
  readonly wrongKeyStatus: 401 | 403;
  /** The words that a wrong key gets. */
  readonly wrongKeyMessage: string;
  /** An error in this generation's form. */
  refusal(code: number, message: string, httpStatus?: number): Response;
  /**
   * Reads the body of a submission.
   * @throws HttpError 400 for one that is not as it should be, 413 for one above the limit.
   */
  readSubmission(exchange: Exchange, options: { readonly maxBytes: number }): Promise<Submission>;
  /** A task in this generation's form; a page of its frames, or all. */
  reply(task: FinishedTask, page: PageOfFrames | null): Reply;
}
