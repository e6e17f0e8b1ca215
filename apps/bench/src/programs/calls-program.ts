import { createCallClients } from "../clients/call-clients.ts";
import type { CallSubmission, SendCall } from "../clients/call-clients.ts";
import { sendCalls } from "../clients/send-calls.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type CallsTask = {
  readonly baseUrl: string;
  readonly submission: CallSubmission;
  /** The number of calls in flight. */
  readonly concurrency: number;
  /** The number of calls per round. */
  readonly calls: number;
  /** The number of rounds after the warm-up round. */
  readonly rounds: number;
};

/** The speed and cost of a client, with one value per round. */
export type CallsTiming = {
  readonly perSecond: readonly number[];
  /** The CPU time of a call in microseconds, of all threads of the process. */
  readonly cpuUs: readonly number[];
};

/** The output of the program: the timings by client. */
export type CallsFacts = { readonly timings: Readonly<Record<string, CallsTiming>> };

const { baseUrl, submission, concurrency, calls, rounds }: CallsTask = JSON.parse(process.argv[2] ?? "{}");
const clients = Object.entries(createCallClients(baseUrl, submission));
const timings: Record<string, { readonly perSecond: number[]; readonly cpuUs: number[] }> =
  Object.fromEntries(clients.map(([name]) => [name, { perSecond: [], cpuUs: [] }]));

// Alternates between the clients, so that other load on the machine affects them equally.
for (let round = 0; round <= rounds; round++) {
  for (const [name, send] of clients) {
    const { perSecond, cpuUs } = await measureRound(send);
    if (round === 0) continue;
    timings[name]?.perSecond.push(perSecond);
    timings[name]?.cpuUs.push(cpuUs);
  }
}
const facts: CallsFacts = { timings };
printAndExit(facts);

async function measureRound(send: SendCall): Promise<{ readonly perSecond: number; readonly cpuUs: number }> {
  collectGarbage();
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  await sendCalls(send, { calls, concurrency });
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  return { perSecond: calls / seconds, cpuUs: (user + system) / calls };
}
