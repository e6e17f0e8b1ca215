import { HiveInputError } from "../error/hive-input-error.ts";
import { must, problemOf } from "./check-shape.ts";
import type { Checks } from "./check-shape.ts";
import { isObject } from "./is-object.ts";
import { CONTENT_TYPE } from "./media-type.ts";
import type { Submission } from "./submission.ts";
import type { Upload } from "./upload.ts";
import { parseWebUrl } from "./web-url.ts";

/** A submission of valid form. The protocol checks whether its API generation accepts it. */
export type CheckedSubmission =
  | { readonly kind: "media"; readonly upload: Upload; readonly text: string | null }
  | { readonly kind: "url"; readonly url: string; readonly text: string | null }
  | { readonly kind: "text"; readonly text: string };

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const WITHOUT_MEDIA: Checks = {
  text: must("be a non-empty string", isText),
  url: must("be an http or https URL without user info", (value) => parseWebUrl(value) !== null),
};

const WITH_MEDIA: Checks = {
  ...WITHOUT_MEDIA,
  media: must(
    "be media, or a function that opens it; use url for a URL",
    // The kind of object is checked when it is opened, which also happens before any request.
    (value) => typeof value === "function" || (typeof value === "object" && value !== null),
  ),
  filename: must("be a file name such as photo.jpg", isText),
  contentType: must(
    "be a media type such as image/jpeg",
    (value) => isText(value) && CONTENT_TYPE.test(String(value)),
  ),
};

/**
 * Checks the form of a submission before anything is sent.
 *
 * @throws HiveInputError if a key is unknown, a value has the wrong type, or not exactly one of media, url and text
 * alone is given.
 */
export function checkSubmission(submission: Submission): CheckedSubmission {
  const hasMedia = isObject(submission) && submission["media"] !== undefined;
  const problem = problemOf(hasMedia ? WITH_MEDIA : WITHOUT_MEDIA, submission);
  if (problem !== null) {
    throw new HiveInputError(`The submission's ${problem.property} ${problem.words}.`);
  }
  const { text = null, url, media } = submission;
  if (media !== undefined) {
    if (url !== undefined) throw ambiguous("both media and url");
    const { filename = null, contentType = null } = submission;
    return { kind: "media", upload: { source: media, filename, contentType }, text };
  }
  if (url !== undefined) return { kind: "url", url: String(url), text };
  if (text === null) throw ambiguous("no media, url or text");
  return { kind: "text", text };
}

function ambiguous(has: string): HiveInputError {
  return new HiveInputError(`The submission has ${has}; give exactly one of them.`);
}
