import type { MediaFormat } from "../media/media-format.ts";
import { createFailureStatus, SUCCESS } from "../model/task-status.ts";
import type { EmulatorRule } from "../rules/emulator-rule.ts";
import type { RuleSubject } from "../rules/matches.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";

/** A task to judge. */
export type Work = {
  readonly task: TaskRequest;
  /** The properties of the submission that rules match. */
  readonly subject: RuleSubject;
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
  /** The task code with which a fault fails the task; `null` for none. */
  readonly taskCode: string | null;
};

/** A task with media to judge. */
export type MediaWork = Work & {
  readonly media: Blob;
  /** The format according to the first bytes; `null` for an unknown one. */
  readonly format: MediaFormat | null;
  /** The rule that applies; `null` for none. */
  readonly rule: EmulatorRule | null;
  /** The `hash` of the media. */
  readonly hash: string;
};

/** The part of a finished task that its judgment determines. */
export type Outcome = Pick<FinishedTask, "media" | "result">;

/** The result of a model. */
export type ModelResult = Extract<FinishedTask["result"], { kind: "model" }>;

/** The length of the MD5 in Hive's `hash`, in hexadecimal digits. */
const HASH_DIGITS = 32;
/** The reason of a failure that a rule or a fault requests. */
const REQUESTED_FAILURE = "a rule or a fault requested this failure";

/** A successful result without frames. */
export const EMPTY_RESULT: ModelResult = {
  kind: "model",
  status: SUCCESS,
  frames: [],
  units: 0,
  textInfo: null,
  hash: null,
};

/** Creates the result of a failed task, which has no output and is not charged. */
export function createFailedResult(code: string, reason = REQUESTED_FAILURE): ModelResult {
  return { ...EMPTY_RESULT, status: createFailureStatus(code, reason) };
}

/** Computes the `hash` of the submitted media or text. */
export async function computeHash(subject: RuleSubject): Promise<string> {
  return (await subject.sha256()).slice(0, HASH_DIGITS);
}
