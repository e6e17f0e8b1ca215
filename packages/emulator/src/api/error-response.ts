import { ApiError } from "../error/api-error.ts";
import type { ErrorResponder } from "../faults/fault-definition.ts";
import { EmulatorEnded } from "../time/epoch.ts";
import { BrokenConnection, UploadInterrupted } from "./exchange.ts";

/**
 * Creates an error response of v1 and v2: `{ return_code, message }`. Hive sends some errors with HTTP 200;
 * `httpStatus` then differs from `code`. Source: reference/hive-api.md, section 2.8.
 */
export const errorResponse: ErrorResponder = (code, message, httpStatus = code) =>
  Response.json({ return_code: code, message }, { status: httpStatus });

/**
 * Creates an error response of v3: `{ status_code, message }`. Source: reference/hive-api.md, section 3.7, about the
 * chat route.
 */
export const v3ErrorResponse: ErrorResponder = (code, message, httpStatus = code) =>
  Response.json({ status_code: code, message }, { status: httpStatus });

/**
 * Converts an error to a response. An unexpected error is a bug in the emulator and becomes HTTP 500.
 *
 * @param signal - the request's signal. After an abort, nobody receives the response.
 * @returns `null` if the connection must fail instead.
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
    return respond(500, `The emulator failed unexpectedly. Please report this bug: ${reason}`);
  }
  const response = respond(error.status, error.message);
  if (error.retryAfterSeconds !== null) response.headers.set("retry-after", String(error.retryAfterSeconds));
  return response;
}
