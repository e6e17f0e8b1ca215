import type { SubmissionRoute } from "../api/generation.ts";
import { ApiError } from "../error/api-error.ts";
import { MODEL_FACTS, type TaskModel } from "../model/emulator-model.ts";
import type { ProjectState } from "../state/emulator-state.ts";
import type { Submission } from "../state/submission.ts";

/**
 * Chooses the model that answers: the project's model, or the model in the URL if the project's model is `emulator_v3`.
 *
 * @throws ApiError 403 for a v3 key in another generation, and for a chat completion with a key of another model; 404
 * if the project's model cannot replace the model in the URL.
 */
export function chooseModel({ project }: ProjectState, { address }: SubmissionRoute): TaskModel {
  const { model } = project;
  if (model === "emulator_v3") {
    if (address === null)
      throw new ApiError(403, "This key is valid in v3 only, where the URL names the model.");
    return address.model;
  }
  // The color model can replace any model that accepts media, so that v3 can be tried with results that depend on the
  // pixels.
  const isReplaceable = address?.model !== "emulator_text" && address?.model !== "emulator_vlm";
  const canReplace = model === "emulator_colors" && isReplaceable;
  if (address === null || address.model === model || canReplace) return model;
  throw new ApiError(
    // A client takes 403 as "this key may not use this model". Source: reference/hive-api-2.md, section 1.5.
    address.model === "emulator_vlm" ? 403 : 404,
    `The project of this key uses the model ${model}, which does not serve ${address.path}.`,
  );
}

/** @throws ApiError 400 if the model does not accept this kind of content. */
export function checkContent({ content, field }: Submission, model: TaskModel): void {
  // Only the chat route reads messages, and it serves no other model.
  if (content.kind === "chat") return;
  if ((content.kind === "text") === (MODEL_FACTS[model].content === "text")) return;
  throw new ApiError(
    400,
    content.kind === "text"
      ? `The project's model (${model}) accepts media, but the field ${field} contains text.`
      : `The project's model (${model}) accepts text, but the field ${field} contains a ${content.kind === "file" ? "file" : "URL"}.`,
  );
}
