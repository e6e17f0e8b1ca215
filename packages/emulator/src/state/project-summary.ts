import type { AccountSummary } from "./account.ts";
import type { EmulatorProject } from "./emulator-project.ts";
import type { EmulatorState } from "./emulator-state.ts";

/** A project and how it fared. */
export type EmulatorProjectSummary = EmulatorProject & AccountSummary;

/** All projects, as they stand now. */
export function projectSummaries(state: Pick<EmulatorState, "projects">): readonly EmulatorProjectSummary[] {
  return [...state.projects.values()].map(({ project, account }) => ({ ...project, ...account.summary() }));
}
