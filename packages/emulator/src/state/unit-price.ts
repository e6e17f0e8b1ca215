import { MODEL_FACTS, type EmulatorModel, type EmulatorProject } from "./emulator-project.ts";

/** What one frame, text or labeling task costs in a project, in US dollars. With a key for all models it is the price of the one that answers. */
export function unitPriceOf(project: EmulatorProject, model: EmulatorModel): number {
  return project.unitPriceUsd ?? MODEL_FACTS[model].unitPriceUsd;
}
