import { HttpError } from "../http/http-error.ts";

/** What a v1 form holds: an upload or a URL, and perhaps a text. */
export type Submission =
  | { readonly kind: "image"; readonly file: File; readonly hasText: boolean }
  | { readonly kind: "image_url"; readonly url: string; readonly hasText: boolean };

const ONE_OF = "Send either image (a file) or image_url (an http or https address)";

/**
 * Reads v1's form fields: `image` or `image_url`, and an optional `text`. An empty `image_url` or `text` counts as not sent.
 * Source: V1DOCS, "Request Body". The messages are ours.
 *
 * @throws HttpError 400 unless there is exactly one media.
 */
export function readSubmission(form: FormData): Submission {
  const images = form.getAll("image");
  const urls = form.getAll("image_url").filter((url) => url !== "");
  const hasText = form.getAll("text").some((text) => text !== "");
  if (images.length + urls.length === 0) throw new HttpError(400, `${ONE_OF}: this form has neither.`);
  if (images.length + urls.length > 1)
    throw new HttpError(400, `${ONE_OF}, once: this form has more than one.`);
  const [image] = images;
  if (image !== undefined) {
    if (typeof image === "string")
      throw new HttpError(400, "The field image must be a file; with curl: --form 'image=@photo.jpg'.");
    return { kind: "image", file: image, hasText };
  }
  const [url] = urls;
  if (typeof url !== "string")
    throw new HttpError(400, "The field image_url must be an address, not a file.");
  return { kind: "image_url", url, hasText };
}
