import type { AnswerFrame, TextFindings } from "../answer/answer-frame.ts";
import type { ApiGeneration, EmulatorModel, EmulatorProject } from "./emulator-project.ts";

/** A task as it was taken on. */
export type TaskRequest = {
  readonly id: string;
  /** The id in the reply's `input`: another one where the project answers as from a cache. */
  readonly inputId: string;
  readonly project: EmulatorProject;
  /** Which model answers: the project's, or the one in v3's address. */
  readonly model: Exclude<EmulatorModel, "emulator_v3">;
  /** The model's name in v3's address; `null` elsewhere. */
  readonly modelPath: string | null;
  readonly generation: ApiGeneration;
  readonly receivedOn: Date;
  /** What stands before the API's path in the request: masks are served there. */
  readonly baseUrl: string;
  /** The URL as submitted; `null` for an upload or a text. */
  readonly url: string | null;
  /** The name of the upload; `null` for a URL or a text. */
  readonly filename: string | null;
  /** The text of a text model: Hive sends it back. `null` for media, whose text beside it is never sent back. */
  readonly text: string | null;
  /** What the caller wants echoed; `null` for nothing. */
  readonly metadata: string | null;
  /** Where the result is to be posted; `null` for nowhere. */
  readonly callbackUrl: string | null;
};

/** What is known of a file. Where it was not decoded, `null`. */
export type MediaFacts = {
  readonly isMoving: boolean;
  readonly mimetype: string | null;
  readonly shortName: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameCount: number | null;
  readonly durationSeconds: number | null;
};

/** What came of a task, before any generation has given it a form. */
export type TaskResult =
  | {
      readonly kind: "model";
      /** Hive's task code, `"0"` for success, and message. */
      readonly status: { readonly code: string; readonly message: string };
      /** By ascending time; empty for a failed task. */
      readonly frames: readonly AnswerFrame[];
      /** Of a text; `null` for media. */
      readonly findings: TextFindings | null;
      /** The beginning of the content's SHA-256, as long as the MD5 in Hive's `hash`; `null` where it was not computed. */
      readonly hash: string | null;
    }
  | { readonly kind: "labels"; readonly labels: readonly string[] };

/** A task that has come to its end, well or not. */
export type FinishedTask = TaskRequest & {
  readonly finishedOn: Date;
  /** `null` for a text. */
  readonly media: MediaFacts | null;
  readonly result: TaskResult;
};

/** Where a task stands. A task is cancelled when the caller goes away before its answer (ours). */
export type EmulatorTaskState = "queued" | "done" | "failed" | "cancelled";

/** How many frames or texts are charged; labeling is charged by the task. */
export function chargedCount(result: TaskResult): number {
  return result.kind === "labels" ? 1 : result.frames.length;
}

/** Whether the task succeeded. */
export function isSuccess(result: TaskResult): boolean {
  return result.kind === "labels" || result.status.code === "0";
}
