import { pause } from "../pace/pause.ts";
import type { Exchange } from "../http/exchange.ts";
import { EmulatorEnded } from "../state/epoch.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { Generation } from "../submit/generation.ts";
import { BrokenConnection } from "./broken-connection.ts";
import type { EmulatorFault } from "./emulator-fault.ts";

/** Words for a failure that was asked for; those of the documentation's error table where it has some. */
const WORDS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Invalid Auth Token",
  404: "Not Found",
  405: "Insufficient account balance",
  429: "Project has been rate limited",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The answer that a fault puts in place of the right one; `null` for faults that leave the answer as it is, at least at its beginning. */
export function replacementOf(fault: EmulatorFault | null, generation: Generation): Response | null {
  if (fault?.kind === "return-code") {
    return generation.refusal(
      fault.code,
      WORDS[fault.code] ?? "The emulator was asked for this failure",
      200,
    );
  }
  if (fault?.kind !== "status") return null;
  const { status, retryAfterSeconds } = fault;
  const words = WORDS[status] ?? "The emulator was asked for this failure";
  const response = fault.body === "html" ? htmlPage(status, words) : generation.refusal(status, words);
  if (retryAfterSeconds !== undefined) response.headers.set("retry-after", String(retryAfterSeconds));
  return response;
}

/** Whether a fault answers before the submission is looked at. */
export function comesFirst(fault: EmulatorFault | null): boolean {
  return fault?.kind === "return-code" || (fault?.kind === "status" && fault.billed !== true);
}

/**
 * Lets a fault happen between the work and its answer.
 *
 * @throws BrokenConnection for a reset, and when the emulator ends while the answer is held back; the signal's reason when it aborts.
 */
export async function holdAnswer(
  fault: EmulatorFault | null,
  { exchange, state }: { readonly exchange: Exchange; readonly state: EmulatorState },
): Promise<void> {
  if (fault?.kind === "stall-headers") {
    try {
      await pause(fault.ms ?? null, { signal: exchange.signal, ...state });
      return;
    } catch (error) {
      if (!(error instanceof EmulatorEnded)) throw error;
    }
  } else if (fault?.kind !== "reset") return;
  exchange.connection?.reset();
  throw new BrokenConnection();
}

function htmlPage(status: number, words: string): Response {
  const page = `<html>\n<head><title>${status} ${words}</title></head>\n<body>\n<center><h1>${status} ${words}</h1></center>\n</body>\n</html>\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}
