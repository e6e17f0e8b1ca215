import { EmulatorOptionsError } from "../check/options-error.ts";
import { HttpError } from "../http/http-error.ts";
import type { EmulatorFault } from "./emulator-fault.ts";
import { parseFaults } from "./parse-faults.ts";

/** The header with which one request asks for faults of its own. Ours. */
const FAULT_HEADER = "x-hivekit-emulator-fault";

/**
 * The faults that a request asks for. How often and at what rate plays no part: it is this one request.
 *
 * @throws HttpError 400 for a header that cannot be read: a test must not pass because its fault did not happen.
 */
export function askedFaults(headers: Headers): readonly EmulatorFault[] {
  const text = headers.get(FAULT_HEADER);
  if (text === null) return [];
  try {
    return parseFaults(text, FAULT_HEADER);
  } catch (error) {
    if (error instanceof EmulatorOptionsError) throw new HttpError(400, error.message);
    throw error;
  }
}
