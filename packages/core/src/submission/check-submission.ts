import { HiveInputError } from "../error/hive-input-error.ts";
import { mustBe, nonEmptyString, objectOf } from "../options/check-options.ts";
import { isObject } from "../value/is-object.ts";
import { CONTENT_TYPE } from "./media-type.ts";
import type { MediaSubmission, Submission } from "./submission.ts";
import type { Upload } from "./upload.ts";
import { webUrl } from "./web-url.ts";

/** A submission of a valid form. The protocol checks whether its API generation accepts it. */
export type CheckedSubmission =
  | { readonly kind: "media"; readonly upload: Upload; readonly text: string | null }
  | { readonly kind: "url"; readonly url: string; readonly text: string | null }
  | { readonly kind: "text"; readonly text: string };

const WITHOUT_MEDIA = {
  text: nonEmptyString,
  url: webUrl,
};

const checkWithoutMedia = objectOf<Pick<Submission, "text" | "url">>(WITHOUT_MEDIA);

const checkWithMedia = objectOf<MediaSubmission>({
  ...WITHOUT_MEDIA,
  media: mustBe(
    "bytes, a stream, a file or a function that opens one (for a URL, use url)",
    // The kind of object is checked when it is opened, which also happens before any request.
    (value) => typeof value === "function" || (typeof value === "object" && value !== null),
  ),
  filename: nonEmptyString,
  contentType: mustBe(
    "a media type such as image/jpeg",
    (value) => typeof value === "string" && CONTENT_TYPE.test(value),
  ),
});

/**
 * Checks the form of a submission before anything is sent.
 *
 * @throws HiveInputError if a key is unknown, a value has the wrong type, or the submission is not exactly one of
 * media, url and text alone.
 */
export function checkSubmission(submission: Partial<Submission> = {}): CheckedSubmission {
  const hasMedia = isObject(submission) && submission["media"] !== undefined;
  (hasMedia ? checkWithMedia : checkWithoutMedia)(submission, "submission", (path, problem) => {
    throw new HiveInputError(`${path} ${problem}.`);
  });
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
  return new HiveInputError(`The submission has ${has}; pass exactly one of them.`);
}
