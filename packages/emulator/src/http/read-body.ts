import type { Exchange } from "./exchange.ts";
import { drainBody } from "./drain-body.ts";
import { HttpError } from "./http-error.ts";
import { limitBody } from "./limited-body.ts";

/** The encodings of a form. Source: V1DOCS (multipart), reference/hive-api.md, section 1.1 (urlencoded). */
const FORM_TYPES = ["multipart/form-data", "application/x-www-form-urlencoded"];

/** A body, read by its declared type. */
export type RequestBody =
  | { readonly kind: "form"; readonly form: FormData }
  | { readonly kind: "json"; readonly json: unknown };

/**
 * Reads a request's body: a form, or JSON where the generation takes it.
 *
 * @param options.takesJson - whether JSON is taken, too.
 * @throws HttpError 400 for a body that is neither or is broken, 413 for one above the limit; UploadInterrupted when it breaks off.
 */
export async function readBody(
  { request, signal }: Exchange,
  options: { readonly maxBytes: number; readonly takesJson: boolean },
): Promise<RequestBody> {
  const { maxBytes, takesJson } = options;
  const contentType = request.headers.get("content-type") ?? "";
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const types = takesJson ? [...FORM_TYPES, "application/json"] : FORM_TYPES;
  if (request.body === null || !types.includes(mediaType)) {
    await drainBody({ request, signal }, maxBytes);
    throw new HttpError(400, `Send a body of the type ${types.join(" or ")}.`);
  }
  const body = limitBody(request.body, { maxBytes, signal, contentType });
  const response = new Response(body.stream, { headers: { "content-type": contentType } });
  try {
    return mediaType === "application/json"
      ? { kind: "json", json: await response.json() }
      : { kind: "form", form: await response.formData() };
  } catch {
    throw (
      body.failure() ??
      new HttpError(
        400,
        mediaType === "application/json"
          ? "The body is no JSON, though its content-type says so."
          : "The form could not be read: its parts do not follow its content-type, or its end is missing.",
      )
    );
  }
}
