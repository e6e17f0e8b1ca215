import { drainBody } from "./drain-body.ts";
import { HttpError } from "./http-error.ts";
import { limitBody } from "./limited-body.ts";

/** The encodings of a form. Source: V1DOCS (multipart), reference/hive-api.md, section 1.1 (urlencoded). */
const FORM_TYPES = ["multipart/form-data", "application/x-www-form-urlencoded"];

/**
 * Reads a request's form.
 *
 * @throws HttpError 400 for a body that is no form, 413 for one above the limit; UploadInterrupted when it breaks off.
 */
export async function readForm(request: Request, maxBytes: number): Promise<FormData> {
  const contentType = request.headers.get("content-type") ?? "";
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (request.body === null || !FORM_TYPES.includes(mediaType)) {
    await drainBody(request, maxBytes);
    throw new HttpError(400, `Send a form (${FORM_TYPES.join(" or ")}) with the field image or image_url.`);
  }
  const body = limitBody(request.body, { maxBytes, signal: request.signal, contentType });
  try {
    return await new Response(body.stream, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw (
      body.failure() ??
      new HttpError(
        400,
        "The form could not be read: its parts do not follow its content-type, or its end is missing.",
      )
    );
  }
}
