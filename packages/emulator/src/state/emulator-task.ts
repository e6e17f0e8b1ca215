import type { AnswerFrame, TextInfo } from "../model/answer-frame.ts";
import type { MediaFacts } from "../model/answer-media.ts";
import type { ApiGeneration, TaskModel } from "../model/emulator-model.ts";
import type { TaskStatus } from "../model/task-status.ts";
import { unitPriceFor, type EmulatorProject } from "./emulator-project.ts";
import { toUnits, type MoneyUnits } from "./money.ts";

/** The languages of a translation, such as `EN`. */
export type TranslationLanguages = { readonly input: string; readonly output: string };

/** An accepted task. */
export type TaskRequest = {
  readonly id: string;
  /** The id in the reply's `input`. Differs from `id` if the project's replies come from a cache. */
  readonly inputId: string;
  readonly project: EmulatorProject;
  /** The model that answers: the project's, or the one in v3's request. */
  readonly model: TaskModel;
  /** The path of the model in v3's requests; `null` in other generations. */
  readonly modelPath: string | null;
  readonly generation: ApiGeneration;
  readonly receivedOn: Date;
  /** The part of the request URL before the API's path, under which masks are served. */
  readonly baseUrl: string;
  /** The URL as submitted; `null` for an upload or a text. */
  readonly url: string | null;
  /** The name of the upload; `null` for a URL or a text. */
  readonly filename: string | null;
  /** The text for a text model, which replies echo; `null` for other models, whose text is never echoed. */
  readonly text: string | null;
  /** The languages of a translation; `null` for other models. */
  readonly languages: TranslationLanguages | null;
  /** The metadata to echo; `null` for none. */
  readonly metadata: string | null;
  /** The URL to which the result is posted; `null` for none. */
  readonly callbackUrl: string | null;
};

/** The result of a task, independent of the API generation. */
export type TaskResult =
  | {
      readonly kind: "model";
      readonly status: TaskStatus;
      /** In ascending order of time; empty for a failed task. */
      readonly frames: readonly AnswerFrame[];
      /** The number of charged frames, texts, answers, seconds or segments of 10 seconds; 0 for a failed task. */
      readonly units: number;
      /** The language and the hits of a text; `null` for media. */
      readonly textInfo: TextInfo | null;
      /**
       * The first 32 digits of the SHA-256 of the media or the text, as long as the MD5 in Hive's `hash`; `null` for a
       * failed task.
       */
      readonly hash: string | null;
    }
  | { readonly kind: "labels"; readonly labels: readonly string[] };

/** A task with its result, successful or not. */
export type FinishedTask = TaskRequest & {
  readonly finishedOn: Date;
  /** `null` for a text. */
  readonly media: MediaFacts | null;
  readonly result: TaskResult;
};

/** The state of a task. A task is cancelled when its caller disconnects before the response (emulator behavior). */
export type EmulatorTaskState = "queued" | "done" | "failed" | "cancelled";

/** Counts the charged frames, texts, answers, seconds or segments. Labeling is charged per task. */
export function countCharged(result: TaskResult): number {
  return result.kind === "labels" ? 1 : result.units;
}

/** Checks whether the task succeeded. */
export function isSuccess(result: TaskResult): boolean {
  return result.kind === "labels" || result.status.code === "0";
}

/** Computes the charge for a result. A failed task is free. */
export function chargeFor({ project, model }: TaskRequest, result: TaskResult): MoneyUnits {
  return isSuccess(result) ? toUnits(countCharged(result) * unitPriceFor(project, model)) : 0;
}
