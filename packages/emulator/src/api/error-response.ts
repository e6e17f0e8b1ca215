import { ApiError } from "../error/api-error.ts";
import { BrokenConnection, UploadInterrupted } from "../error/connection-error.ts";
import type { ErrorResponder } from "../faults/fault-definition.ts";
import { EmulatorEnded } from "../time/epoch.ts";

/**
 * Writes an error as v1 and v2 do: `{ return_code, message }`.
 * Source: reference/hive-api.md, section 2.8. Hive sends some errors with HTTP 200: then `httpStatus` differs from the code.
 */
export const errorResponse: ErrorResponder = (code, message, httpStatus = code) =>
  Response.json({ return_code: code, message }, { status: httpStatus });

/** Writes an error as v3 does: `{ status_code, message }`. Source: reference/hive-api.md, section 3.7, about the chat route. */
export const v3ErrorResponse: ErrorResponder = (code, message, httpStatus = code) =>
  Response.json({ status_code: code, message }, { status: httpStatus });

/**
 * Turns an error into a response: HTTP 500 for a bug of the emulator.
 *
 * @param signal - the request's signal: after an abort nobody reads a response.
 * @returns `null` if the connection has to fail instead.
 */
export function toErrorResponse(
  error: unknown,
  respond: ErrorResponder,
  signal: AbortSignal,
): Response | null {
  if (error instanceof EmulatorEnded) return respond(503, `The task was not completed: ${error.message}.`);
  if (error instanceof UploadInterrupted || error instanceof BrokenConnection || signal.aborted) return null;
  if (!(error instanceof ApiError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return respond(500, `The emulator failed because of a bug of its own: ${reason}`);
  }
  const response = respond(error.status, error.message);
  if (error.retryAfterSeconds !== null) response.headers.set("retry-after", String(error.retryAfterSeconds));
  return response;
}
