import type { Reply } from "./reply-parts.ts";

/** Which frames of a finished task are asked for. */
export type PageOfFrames = { readonly limit: number; readonly offset: number };

/** The frames of a page, or all where there is none. An offset beyond the last frame gives none (ours: Hive's answer is not known). */
export function pageOf(
  total: number,
  page: PageOfFrames | null,
  frameAt: (place: number) => unknown,
): Pick<Reply, "frameCount" | "frameAt"> {
  const offset = page?.offset ?? 0;
  const frameCount = Math.max(0, Math.min(page?.limit ?? total, total - offset));
  return { frameCount, frameAt: (place) => frameAt(offset + place) };
}
