import { createCallClients } from "../clients/call-clients.ts";
import { sendCalls } from "../clients/send-calls.ts";
import { printAndExit } from "./process-control.ts";
import { readMemory, resetPeakMemory } from "./resident-memory.ts";

/** The argument of the program, as JSON. */
export type CallsMemoryTask = {
  readonly baseUrl: string;
  readonly client: string;
  readonly concurrency: number;
  readonly calls: number;
};

/** The output of the program. */
export type CallsMemoryFacts = {
  /** The resident memory after all imports; `null` where there is no `/proc`. */
  readonly idleBytes: number | null;
  /** The peak resident memory of all calls, according to the kernel. */
  readonly peakBytes: number | null;
  readonly durationMs: number;
};

const { baseUrl, client, concurrency, calls }: CallsMemoryTask = JSON.parse(process.argv[2] ?? "{}");
const send = createCallClients(baseUrl, "url")[client];
if (send === undefined) throw new Error(`There is no client with the name ${client}.`);
resetPeakMemory();
const idleBytes = readMemory("VmRSS");
const startMs = performance.now();
await sendCalls(send, { calls, concurrency });
const durationMs = performance.now() - startMs;
const facts: CallsMemoryFacts = { idleBytes, peakBytes: readMemory("VmHWM"), durationMs };
printAndExit(facts);
