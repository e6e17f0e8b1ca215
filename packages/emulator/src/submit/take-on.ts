import { HttpError } from "../http/http-error.ts";
import type { EmulatorModel, EmulatorProject } from "../state/emulator-project.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { TaskRequest } from "../state/emulator-task.ts";
import type { V3Model } from "../v3/v3-generation.ts";
import type { Generation } from "./generation.ts";
import type { Submission } from "./submission.ts";

/** The form of a submission that a model takes. */
export type TaskModel = Exclude<EmulatorModel, "emulator_v3">;

/**
 * The model that answers: the project's, or for a key of all models the one in the address.
 *
 * @param address - the model in v3's address; `null` in other generations.
 * @throws HttpError 404 for an address that this project's model cannot stand for.
 */
export function modelFor(project: EmulatorProject, address: V3Model | null): TaskModel {
  const { model } = project;
  if (model === "emulator_v3") {
    if (address === null) throw new HttpError(403, "The key is for v3, whose address names the model.");
    return address.model;
  }
  // A model of colours may stand for any model that looks at media: so v3 can be tried with answers that are true of the pixels.
  const isStandIn = model === "emulator_colors" && address?.model !== "emulator_text";
  if (address === null || address.model === model || isStandIn) return model;
  throw new HttpError(
    404,
    `The project of this key has the model ${model}, which does not answer ${address.path}.`,
  );
}

/** @throws HttpError 400 when the model cannot judge what was sent. */
export function checkContent({ content, field }: Submission, model: TaskModel): void {
  if ((content.kind === "text") === (model === "emulator_text")) return;
  throw new HttpError(
    400,
    content.kind === "text"
      ? `The project's model (${model}) takes media, and ${field} is a text.`
      : `The project's model (${model}) takes text, and ${field} is none.`,
  );
}

/** Makes a task of a submission. */
export function taskOf(
  submission: Submission,
  options: {
    readonly state: EmulatorState;
    readonly project: EmulatorProject;
    readonly generation: Generation;
    readonly model: TaskModel;
    readonly address: V3Model | null;
    readonly receivedOn: Date;
    readonly baseUrl: string;
  },
): TaskRequest {
  const { state, project, model, generation, address, receivedOn, baseUrl } = options;
  const { content } = submission;
  const id = state.createId();
  return {
    // Labeling ids begin so in the documented reply.
    id: model === "emulator_labeling" ? `demo_${id}` : id,
    inputId: project.variants.fromCache ? state.createId() : id,
    project,
    model,
    modelPath: address?.path ?? null,
    generation: generation.name,
    receivedOn,
    baseUrl,
    url: content.kind === "url" ? content.url : null,
    filename: content.kind === "file" ? content.filename : null,
    text: content.kind === "text" ? content.text : null,
    metadata: submission.metadata,
    callbackUrl: submission.callbackUrl,
  };
}
