import type { AnswerFrame, TextFindings } from "../model/answer-frame.ts";
import type { MediaFacts } from "../model/answer-media.ts";
import type { ApiGeneration, TaskModel } from "../model/emulator-model.ts";
import type { TaskStatus } from "../model/task-status.ts";
import { unitPriceUsd, type EmulatorProject } from "./emulator-project.ts";
import { toUnits, type MoneyUnits } from "./money.ts";

/** An accepted task. */
export type TaskRequest = {
  readonly id: string;
  /** The id in the reply's `input`: differs where the project answers as from a cache. */
  readonly inputId: string;
  readonly project: EmulatorProject;
  /** The model that answers: the project's, or the one in v3's URL. */
  readonly model: TaskModel;
  /** The path of the model in v3's URL; `null` in other generations. */
  readonly modelPath: string | null;
  readonly generation: ApiGeneration;
  readonly receivedOn: Date;
  /** The part of the request URL before the API's path: masks are served there. */
  readonly baseUrl: string;
  /** The URL as submitted; `null` for an upload or a text. */
  readonly url: string | null;
  /** The name of the upload; `null` for a URL or a text. */
  readonly filename: string | null;
  /** The text for a text model, which Hive echoes. `null` for media: the text beside it is never echoed. */
  readonly text: string | null;
  /** The metadata to echo; `null` for none. */
  readonly metadata: string | null;
  /** The URL to which the result is posted; `null` for none. */
  readonly callbackUrl: string | null;
};

/** The result of a task, before a generation has given it its form. */
export type TaskResult =
  | {
      readonly kind: "model";
      readonly status: TaskStatus;
      /** In ascending order of time; empty for a failed task. */
      readonly frames: readonly AnswerFrame[];
      /** The findings in a text; `null` for media. */
      readonly findings: TextFindings | null;
      /** The beginning of the content's SHA-256, as long as the MD5 in Hive's `hash`; `null` where it was not computed. */
      readonly hash: string | null;
    }
  | { readonly kind: "labels"; readonly labels: readonly string[] };

/** A task that has its result, successful or not. */
export type FinishedTask = TaskRequest & {
  readonly finishedOn: Date;
  /** `null` for a text. */
  readonly media: MediaFacts | null;
  readonly result: TaskResult;
};

/** The state of a task. A task is cancelled when its caller leaves before the response (emulator behaviour). */
export type EmulatorTaskState = "queued" | "done" | "failed" | "cancelled";

/** The number of charged frames or texts; labeling is charged per task. */
export function countCharged(result: TaskResult): number {
  return result.kind === "labels" ? 1 : result.frames.length;
}

/** Whether the task succeeded. */
export function isSuccess(result: TaskResult): boolean {
  return result.kind === "labels" || result.status.code === "0";
}

/** The charge for a result: nothing for a failed task. */
export function chargeFor({ project, model }: TaskRequest, result: TaskResult): MoneyUnits {
  return isSuccess(result) ? toUnits(countCharged(result) * unitPriceUsd(project, model)) : 0;
}
