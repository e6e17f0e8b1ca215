import type { RequestBody } from "../protocol/protocol.ts";
import { bodyInMemory } from "./encoded-body.ts";
import type { EncodedBody } from "./encoded-body.ts";
import { encodeMultipart } from "./multipart.ts";

/**
 * Makes the body of one attempt.
 *
 * @param options - `maxMediaBytes`: the most bytes of media; `null` for any number. `signal`: lets go of the media when it aborts.
 * @throws HiveInputError if media cannot be opened, is empty or is too large.
 */
export async function encodeBody(
  body: RequestBody,
  options: { readonly maxMediaBytes: number | null; readonly signal: AbortSignal },
): Promise<EncodedBody> {
  if (body.kind === "form") return encodeMultipart(body.fields, options);
  return body.kind === "none"
    ? bodyInMemory(null, null)
    : bodyInMemory(new TextEncoder().encode(JSON.stringify(body.json)), "application/json");
}
