import { HttpError } from "../http/http-error.ts";
import { EmulatorEnded } from "../state/epoch.ts";
import type { Generation } from "./generation.ts";

/** The answer that an error stands for; `null` for one that is none. */
export function refusalOf(error: unknown, generation: Generation): Response | null {
  if (error instanceof EmulatorEnded)
    return generation.refusal(503, `The task was not answered: ${error.message}.`);
  if (!(error instanceof HttpError)) return null;
  const response = generation.refusal(error.status, error.message);
  if (error.retryAfterSeconds !== null) response.headers.set("retry-after", String(error.retryAfterSeconds));
  return response;
}
