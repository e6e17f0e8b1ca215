import { ApiError } from "../error/api-error.ts";
import type { Exchange } from "./exchange.ts";
import { drainBody, limitBody } from "./limited-body.ts";

/** The encodings of a form. Source: V1DOCS (multipart), reference/hive-api.md, section 1.1 (urlencoded). */
const FORM_TYPES = ["multipart/form-data", "application/x-www-form-urlencoded"];

/** A parsed request body. */
export type RequestBody =
  | { readonly kind: "form"; readonly form: FormData }
  | { readonly kind: "json"; readonly json: unknown };

/**
 * Parses a request body according to its `Content-Type`: a form, or JSON if the generation accepts it.
 *
 * @param options.takesJson - whether the generation accepts JSON.
 * @throws ApiError 400 for another type or a malformed body, 413 for a body above the limit; UploadInterrupted when the
 * body is interrupted.
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
    throw new ApiError(400, `Send a body with the Content-Type ${types.join(" or ")}.`);
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
      new ApiError(
        400,
        mediaType === "application/json"
          ? "The body has the Content-Type application/json, but is not valid JSON."
          : "The form cannot be parsed. Its boundary does not match its Content-Type, or it was cut off.",
      )
    );
  }
}

/** Checks whether a JSON value is an object and not an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
