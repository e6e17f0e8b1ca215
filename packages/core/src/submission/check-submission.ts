import { HiveInputError } from "../error/hive-input-error.ts";
import { must, problemOf } from "./check-shape.ts";
import type { Checks } from "./check-shape.ts";
import { isObject } from "./is-object.ts";
import { CONTENT_TYPE } from "./media-type.ts";
import type { Submission } from "./submission.ts";
import type { Upload } from "./upload.ts";
import { webAddressOf } from "./web-address.ts";

/** A submission of which the form is known to be right; what a generation of the API takes of it is the protocol's to say. */
export type CheckedSubmission =
  | { readonly kind: "media"; readonly upload: Upload; readonly text: string | null }
  | { readonly kind: "url"; readonly url: string; readonly text: string | null }
  | { readonly kind: "text"; readonly text: string };

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const WITHOUT_MEDIA: Checks = {
  text: must("be a text that is not empty", isText),
  url: must("be an http or https address without user info", (value) => webAddressOf(value) !== null),
};

const WITH_MEDIA: Checks = {
  ...WITHOUT_MEDIA,
  media: must(
    "be media, or a function that opens it; for a web address use url",
    // What kind of object it is shows when it is opened, which is before any request, too.
    (value) => typeof value === "function" || (typeof value === "object" && value !== null),
  ),
  filename: must("be a name such as photo.jpg", isText),
  contentType: must(
    "be a type such as image/jpeg",
    (value) => isText(value) && CONTENT_TYPE.test(String(value)),
  ),
};

/**
 * Checks the form of a submission before anything is sent.
 *
 * @throws HiveInputError if a key is unknown, none or several of media, url and text alone are given, or a value has another type.
 */
export function checkSubmission(submission: Submission): CheckedSubmission {
  const hasMedia = isObject(submission) && submission["media"] !== undefined;
  const problem = problemOf(hasMedia ? WITH_MEDIA : WITHOUT_MEDIA, submission);
  if (problem !== null) {
    throw new HiveInputError(`The submission's ${problem.property} ${problem.words}.`);
  }
  const { text = null, url, media } = submission;
  if (media !== undefined) {
    if (url !== undefined) throw notOne("both media and url");
    const { filename = null, contentType = null } = submission;
    return { kind: "media", upload: { source: media, filename, contentType }, text };
  }
  if (url !== undefined) return { kind: "url", url: String(url), text };
  if (text === null) throw notOne("nothing to classify");
  return { kind: "text", text };
}

function notOne(has: string): HiveInputError {
  return new HiveInputError(`The submission has ${has}; give one of media, url and text.`);
}
