import { BrokenConnection } from "../faults/broken-connection.ts";
import { UploadInterrupted } from "../http/upload-interrupted.ts";
import { HttpError } from "../http/http-error.ts";
import { EmulatorEnded } from "../state/epoch.ts";
import type { Generation } from "./generation.ts";

/**
 * The answer that an error stands for, HTTP 500 for a fault of the emulator's own.
 *
 * @param signal - of the request: when it aborted, nobody reads an answer.
 * @returns `null` where the connection fails instead.
 */
export function refusalOf(error: unknown, generation: Generation, signal: AbortSignal): Response | null {
  if (error instanceof EmulatorEnded)
    return generation.refusal(503, `The task was not answered: ${error.message}.`);
  if (error instanceof UploadInterrupted || error instanceof BrokenConnection || signal.aborted) return null;
  if (!(error instanceof HttpError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return generation.refusal(500, `The emulator failed, which is a fault of its own: ${reason}`);
  }
  const response = generation.refusal(error.status, error.message);
  if (error.retryAfterSeconds !== null) response.headers.set("retry-after", String(error.retryAfterSeconds));
  return response;
}
