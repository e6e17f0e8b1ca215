import type { FinishedTask } from "../state/emulator-task.ts";
import type { V1ModelReply } from "../v1/v1-reply.ts";
import { v1Reply } from "../v1/v1-reply.ts";
import type { V2Reply } from "../v2/v2-reply.ts";
import { v2Reply } from "../v2/v2-reply.ts";
import type { V3Reply } from "../v3/v3-reply.ts";
import { v3Reply } from "../v3/v3-reply.ts";
import { HttpError } from "../http/http-error.ts";
import type { LabelingReply } from "../wire/labeling-reply.ts";
import { wholeReply } from "../wire/reply-parts.ts";

/** What the emulator answered for a task. */
export type EmulatorReply = V1ModelReply | LabelingReply | V2Reply | V3Reply;

const REPLIES = { v1: v1Reply, v2: v2Reply, v3: v3Reply } as const;

/** The whole reply to a task, in the form of the generation that it was submitted with; `undefined` for a task that failed in v3, whose reply is an error. */
export function replyTo(task: FinishedTask): EmulatorReply | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- put together from an envelope and frames; tests compare the whole with the reference
    return wholeReply(REPLIES[task.generation](task, null)) as EmulatorReply;
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}
