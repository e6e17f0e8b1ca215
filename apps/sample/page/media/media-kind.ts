import type { ItemSource } from "../../api/desk-api.ts";

/** The kinds of media, each with its own player. */
export type MediaKind = "picture" | "gif" | "video";

const VIDEO_NAMES = /\.(?:mp4|m4v|mov|webm|mkv|avi|mpe?g)$/i;

/**
 * Detects the kind of submitted media. For a URL, it is a guess until Hive's result contains the type.
 *
 * @param mimeType - the type that Hive detected; `null` if it is unknown.
 */
export function detectMediaKind(
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
