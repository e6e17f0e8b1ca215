import type { VerdictHead } from "./verdict-head.ts";

/** What people answered; an empty text is no answer. */
export function answersOf(head: VerdictHead | null): readonly string[] {
  return head?.kind === "labeling" ? head.labels.filter((label) => label.trim() !== "") : [];
}
