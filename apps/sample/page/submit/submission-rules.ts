import type { DeskProject, ItemSource } from "../../api/desk-api.ts";
import { formatCount } from "../format/format-values.ts";

/** The kinds of content that can be submitted. */
export type SubmissionKind = ItemSource["kind"];

/** Detects whether pasted text is a URL or plain text. */
export function detectPastedKind(text: string): "url" | "text" {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) && URL.canParse(trimmed) ? "url" : "text";
}

/** Lists the projects that accept a kind of content, in the desk's order. */
export function listProjects(kind: SubmissionKind, projects: readonly DeskProject[]): readonly DeskProject[] {
  return projects.filter(({ accepts }) => accepts.includes(kind));
}

/** Selects the project to offer: the previously chosen one if it accepts the content, otherwise the first one. */
export function selectProject(
  kind: SubmissionKind,
  projects: readonly DeskProject[],
  chosen: string | null,
): DeskProject | null {
  const matching = listProjects(kind, projects);
  return matching.find(({ name }) => name === chosen) ?? matching[0] ?? null;
}

/**
 * Describes the length of a text.
 *
 * @param max - the length of the longest text that the desk accepts, in code points.
 * @returns the hint below the field, and the error that prevents the submission; `""` if the text is short enough.
 */
export function describeTextLength(
  text: string,
  max: number,
): { readonly hint: string; readonly error: string } {
  // Forms send line breaks as two characters.
  const length = Array.from(text.replaceAll("\n", "\r\n")).length;
  if (length === 0) return { hint: `Up to ${formatCount(max, "character")}`, error: "" };
  const hint = `${length.toLocaleString("en")} of ${formatCount(max, "character")}`;
  if (length <= max) return { hint, error: "" };
  const error = `The text is ${formatCount(length - max, "character")} too long. Hive accepts ${max.toLocaleString("en")}.`;
  return { hint: `${hint}: too long`, error };
}
