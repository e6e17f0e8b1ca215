import type { ItemSource } from "../api/desk-api.ts";

/** How media is shown. */
export type MediaKind = "picture" | "gif" | "video";

const VIDEO_NAMES = /\.(?:mp4|m4v|mov|webm|mkv|avi|mpe?g)$/i;

/**
 * How to show what was submitted; of a URL it is a guess until Hive has said.
 *
 * @param mimeType - what Hive says that it is; `null` as long as it has said nothing.
 */
export function mediaKindOf(
  source: Exclude<ItemSource, { readonly kind: "text" }>,
  mimeType: string | null,
): MediaKind {
  const type = (source.kind === "media" ? source.contentType : mimeType) ?? "";
  const name = source.kind === "media" ? source.filename : (source.url.split(/[?#]/)[0] ?? "");
  if (type.startsWith("video/")) return "video";
  if (type === "image/gif") return "gif";
  if (type.startsWith("image/")) return "picture";
  if (VIDEO_NAMES.test(name)) return "video";
  return /\.gif$/i.test(name) ? "gif" : "picture";
}
