import type { EmulatorProject } from "../state/emulator-project.ts";
import type { ModelReply, ReplyFrame, ReplyMedia } from "./reply.ts";

/** A task of a model that has come to its end, well or not. */
export type FinishedTask = {
  readonly id: string;
  readonly project: EmulatorProject;
  readonly receivedOn: Date;
  readonly finishedOn: Date;
  readonly media: ReplyMedia;
  /** Hive's task code and message. */
  readonly status: { readonly code: string; readonly message: string };
  /** The frames, each of which is charged. */
  readonly output: readonly ReplyFrame[];
};

/** Writes v1's reply of a model. The charge is frames times price, not rounded: live replies have that noise too. */
export function modelReply(task: FinishedTask): ModelReply {
  const { id, project, media, status, output } = task;
  const receivedMs = task.receivedOn.getTime();
  const finishedMs = Math.max(receivedMs, task.finishedOn.getTime());
  return {
    id,
    code: 200,
    project_id: project.id,
    user_id: project.userId,
    created_on: new Date(finishedMs).toISOString(),
    status: {
      status,
      response: {
        input: {
          id,
          charge: output.length * project.unitPriceUsd,
          model: project.model,
          model_version: 1,
          model_type: project.modelType,
          created_on: task.receivedOn.toISOString(),
          media,
          user_id: project.userId,
          project_id: project.id,
          config_version: 1,
          config_tag: "default",
        },
        output,
      },
    },
    from_cache: false,
  };
}
