import { mediaTypeOf } from "../submission/media-type.ts";
import { isObject } from "../value/is-object.ts";

/** The kind of a submission, by which budgets remember charges. */
export type SubmissionKind = "image" | "gif" | "video" | "audio" | "text" | "unknown";

const EXTENSIONS: readonly (readonly [kind: SubmissionKind, extension: RegExp])[] = [
  ["gif", /\.gif$/i],
  ["image", /\.(?:avif|bmp|heic|heif|jpe?g|png|tiff?|webp)$/i],
  ["video", /\.(?:3gp|avi|m4v|mkv|mov|mp4|mpe?g|webm|wmv)$/i],
  ["audio", /\.(?:aac|flac|m4a|mp3|oga|ogg|opus|wav)$/i],
];

/**
 * Detects the kind of a submission by its declared type, the first bytes in memory, or the extension of its name or
 * URL. Opens nothing, and never throws: the client checks the submission later.
 */
export function detectSubmissionKind(submission: unknown): SubmissionKind {
  try {
    return isObject(submission) ? detect(submission) : "unknown";
  } catch {
    // A getter of the submission threw.
    return "unknown";
  }
}

function detect({
  media,
  url,
  text,
  contentType,
  filename,
}: {
  readonly [key: string]: unknown;
}): SubmissionKind {
  if (media === undefined && url === undefined) return typeof text === "string" ? "text" : "unknown";
  const file = isObject(media) ? media : {};
  const name = url === undefined ? [filename, file["name"]] : [readPath(url)];
  const found = [
    classifyType(contentType),
    classifyType(sniff(media)),
    classifyType(file["type"]),
    ...name.map(classifyName),
  ];
  return found.find((kind) => kind !== "unknown") ?? "unknown";
}

function readPath(url: unknown): string | undefined {
  return typeof url === "string" || url instanceof URL ? new URL(url).pathname : undefined;
}

function sniff(media: unknown): string | undefined {
  if (media instanceof ArrayBuffer) return mediaTypeOf(new Uint8Array(media))?.contentType;
  return media instanceof Uint8Array ? mediaTypeOf(media)?.contentType : undefined;
}

function classifyType(type: unknown): SubmissionKind {
  if (typeof type !== "string") return "unknown";
  if (/^image\/gif\b/i.test(type)) return "gif";
  const [, main = ""] = /^(image|video|audio)\//i.exec(type) ?? [];
  const kind = main.toLowerCase();
  return kind === "image" || kind === "video" || kind === "audio" ? kind : "unknown";
}

function classifyName(name: unknown): SubmissionKind {
  if (typeof name !== "string") return "unknown";
  return EXTENSIONS.find(([, extension]) => extension.test(name))?.[0] ?? "unknown";
}
