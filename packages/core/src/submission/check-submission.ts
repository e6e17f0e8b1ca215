import { HiveInputError } from "../error/hive-input-error.ts";
import type { MediaSource, Submission } from "./submission.ts";
import { isFileLike } from "./upload.ts";
import type { Upload } from "./upload.ts";

/** A submission of which the form is known to be right; what a generation of the API takes of it is the protocol's to say. */
export type CheckedSubmission =
  | { readonly kind: "media"; readonly upload: Upload; readonly text: string | null }
  | { readonly kind: "url"; readonly url: string; readonly text: string | null }
  | { readonly kind: "text"; readonly text: string };

const KEYS: ReadonlySet<string> = new Set(["media", "filename", "contentType", "text", "url"]);
// Printable ASCII without control characters: what may stand in a header of a form's part.
const CONTENT_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/;

/**
 * Checks the form of a submission before anything is sent.
 *
 * @throws HiveInputError if a key is unknown, none or several of media, url and text alone are given, or a value has another type.
 */
export function checkSubmission(submission: Submission): CheckedSubmission {
  if (typeof submission !== "object" || submission === null) {
    throw new HiveInputError("The submission is no object; give { media }, { url } or { text }.");
  }
  for (const key of Object.keys(submission)) {
    if (!KEYS.has(key)) {
      throw new HiveInputError(
        `The submission has an unknown key "${key}"; known are ${[...KEYS].join(", ")}.`,
      );
    }
  }
  const text = checkText(submission.text);
  if (submission.media !== undefined && submission.url !== undefined) {
    throw new HiveInputError("The submission has both media and url; give one of them.");
  }
  if (submission.media !== undefined) {
    return { kind: "media", upload: checkUpload(submission), text };
  }
  if ("filename" in submission || "contentType" in submission) {
    throw new HiveInputError(
      "filename and contentType belong to media; give media beside them, or leave them out.",
    );
  }
  if (submission.url !== undefined) return { kind: "url", url: checkUrl(submission.url), text };
  if (text === null) {
    throw new HiveInputError("The submission has nothing to classify; give one of media, url and text.");
  }
  return { kind: "text", text };
}

function checkText(text: unknown): string | null {
  if (text === undefined) return null;
  if (typeof text !== "string") throw new HiveInputError("text is no string; give a string or leave it out.");
  if (text === "") throw new HiveInputError("text is empty; give some text or leave it out.");
  return text;
}

function checkUpload(submission: {
  readonly media: MediaSource;
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
}): Upload {
  const { media, filename, contentType } = submission;
  if (!isMediaSource(media)) {
    throw new HiveInputError(
      "media is none of Blob, File, Uint8Array, ArrayBuffer, ReadableStream, AsyncIterable of Uint8Array, or a function that opens one; for a web address use url.",
    );
  }
  if (filename !== undefined && (typeof filename !== "string" || filename === "")) {
    throw new HiveInputError("filename is no name; give a string such as photo.jpg or leave it out.");
  }
  if (contentType !== undefined && (typeof contentType !== "string" || !CONTENT_TYPE.test(contentType))) {
    throw new HiveInputError("contentType is no media type; give one such as image/jpeg or leave it out.");
  }
  return { source: media, filename: filename ?? null, contentType: contentType ?? null };
}

function isMediaSource(media: unknown): media is MediaSource {
  if (typeof media === "function") return true;
  if (typeof media !== "object" || media === null) return false;
  return (
    isFileLike(media) ||
    media instanceof Uint8Array ||
    media instanceof ArrayBuffer ||
    media instanceof ReadableStream ||
    Symbol.asyncIterator in media
  );
}

function checkUrl(url: unknown): string {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || !URL.canParse(text)) {
    throw new HiveInputError(
      "url is no web address; give an absolute http or https address that Hive can reach.",
    );
  }
  const { protocol, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new HiveInputError(
      "url has another scheme than http: and https:, which Hive fetches; upload the bytes as media instead.",
    );
  }
  if (username !== "" || password !== "") {
    throw new HiveInputError("url carries user info; give an address without it, for example a signed one.");
  }
  return text;
}
