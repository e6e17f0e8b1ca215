import { HiveInputError } from "../error/hive-input-error.ts";
import { mustBe, nonEmptyString, objectOf } from "../options/check-options.ts";
import { isPlainObject } from "../value/is-object.ts";
import { toWellFormed } from "../value/well-formed.ts";
import { CONTENT_TYPE } from "./media-type.ts";
import type { MediaSource, MediaSubmission, Submission } from "./submission.ts";
import type { Upload } from "./upload.ts";
import { webUrl } from "./web-url.ts";

/** A submission of a valid form. The protocol checks whether its API generation accepts it. */
export type CheckedSubmission =
  | { readonly kind: "media"; readonly upload: Upload; readonly text: string | null }
  | { readonly kind: "url"; readonly url: string; readonly text: string | null }
  | { readonly kind: "text"; readonly text: string };

/** The properties of all kinds of submissions. */
type AnySubmission = Omit<MediaSubmission, "media" | "url"> & {
  readonly media?: MediaSource | undefined;
  readonly url?: string | URL | undefined;
};

const checkObject = mustBe(
  "an object with media, url or text",
  // A class instance may be a submission, such as the body of a request that a framework validated. Copying bytes or a
  // string would take a property for each byte.
  (value) =>
    isPlainObject(value) || ["media", "url", "text"].some((name) => Object.hasOwn(Object(value), name)),
);

const checkProperties = objectOf<AnySubmission>({
  media: mustBe(
    "bytes, a stream, a file or a function that opens one (for a path, use fromPath of @hivekit/core/node; for a URL, use url)",
    // The kind of object is checked when it is opened, which also happens before any request.
    (value) => typeof value === "function" || (typeof value === "object" && value !== null),
  ),
  url: webUrl,
  text: nonEmptyString,
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
export function checkSubmission(submission: Partial<Submission> | null = {}): CheckedSubmission {
  const report = (path: string, problem: string): never => {
    throw new HiveInputError(`${path} ${problem}.`);
  };
  checkObject(submission, "submission", report);
  const given: AnySubmission = { ...submission };
  checkProperties(given, "submission", report);
  const { text = null, url, media, filename = null, contentType = null } = given;
  if (media !== undefined) {
    if (url !== undefined) throw ambiguous("both media and url");
    return { kind: "media", upload: { source: media, filename, contentType }, text };
  }
  if (filename !== null || contentType !== null) {
    report(`submission.${filename === null ? "contentType" : "filename"}`, "requires media");
  }
  if (url !== undefined) return { kind: "url", url: toWellFormed(String(url)), text };
  if (text === null) throw ambiguous("no media, url or text");
  return { kind: "text", text };
}

function ambiguous(has: string): HiveInputError {
  return new HiveInputError(`The submission has ${has}; pass exactly one of them.`);
}
