import type { Exchange } from "./exchange.ts";
import { ApiError } from "../error/api-error.ts";
import { drainBody, limitBody } from "./limited-body.ts";

/** The encodings of a form. Source: V1DOCS (multipart), reference/hive-api.md, section 1.1 (urlencoded). */
const FORM_TYPES = ["multipart/form-data", "application/x-www-form-urlencoded"];

/** A request body, read by its declared type. */
export type RequestBody =
  | { readonly kind: "form"; readonly form: FormData }
  | { readonly kind: "json"; readonly json: unknown };

/**
 * Reads a request body: a form, or JSON if the generation accepts it.
 *
 * @param options.takesJson - whether the generation accepts JSON.
 * @throws ApiError 400 for another or a malformed body, 413 for one above the limit; UploadInterrupted when it is interrupted.
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
    throw new ApiError(400, `Send a body with the content-type ${types.join(" or ")}.`);
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
          ? "The body is not valid JSON, although its content-type says so."
          : "The form cannot be parsed: its parts do not match its content-type, or its end is missing.",
      )
    );
  }
}

/** Whether a JSON value is an object, not an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
