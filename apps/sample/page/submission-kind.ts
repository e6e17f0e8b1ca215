import type { DeskProject, ItemSource } from "../api/desk-api.ts";

/** What can be submitted. */
export type SubmissionKind = ItemSource["kind"];

/** Whether something that was pasted is a web address, or a text. */
export function kindOfPaste(text: string): "url" | "text" {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) && URL.canParse(trimmed) ? "url" : "text";
}

/** The projects that take what is to be submitted, in the desk's order. */
export function projectsFor(kind: SubmissionKind, projects: readonly DeskProject[]): readonly DeskProject[] {
  return projects.filter(({ takes }) => takes.includes(kind));
}

/** The project to offer: the one that was chosen before, if it takes that, else the first one. */
export function projectFor(
  kind: SubmissionKind,
  projects: readonly DeskProject[],
  chosen: string | null,
): DeskProject | null {
  const fitting = projectsFor(kind, projects);
  return fitting.find(({ name }) => name === chosen) ?? fitting[0] ?? null;
}
