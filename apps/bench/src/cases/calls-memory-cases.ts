import { HIVEKIT, KY } from "../clients/call-clients.ts";
import type { CallsMemoryFacts } from "../programs/calls-memory-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { PLAIN_NODE_24 } from "../programs/runtimes.ts";
import { median, round } from "../report/statistics.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withReplyServer } from "./reply-server.ts";

const CALLS = 100_000;
const CONCURRENCY = 32;

/** The memory of many calls under default flags, compared with ky. */
export const callsMemoryCases: readonly BenchCase[] = [
  { group: "calls-memory", name: "calls-memory-100000", run: measure },
];

async function measure(context: BenchContext): Promise<CaseResult> {
  const calls = Math.round(CALLS / context.shrink);
  const clients = [KY, HIVEKIT] as const;
  const facts: Record<(typeof clients)[number], CallsMemoryFacts[]> = { [KY]: [], [HIVEKIT]: [] };
  await withReplyServer(async ({ baseUrl }) => {
    for (let index = 0; index < context.processes; index++) {
      for (const client of clients) {
        const task = { baseUrl, client, concurrency: CONCURRENCY, calls };
        facts[client].push(await runProgram({ program: "calls-memory", runtime: PLAIN_NODE_24, task }));
      }
    }
  });
  const peakBytes = (client: (typeof clients)[number]): number =>
    median(facts[client].map((one) => one.peakBytes ?? Number.NaN));
  const compare = (client: (typeof clients)[number]): number => peakBytes(client) / peakBytes(KY);
  return {
    rows: clients.map((client) => ({
      client,
      calls,
      "in flight": CONCURRENCY,
      "idle MB": round(median(facts[client].map((one) => one.idleBytes ?? Number.NaN)) / 1e6),
      "peak MB": round(peakBytes(client) / 1e6),
      "peak vs ky": round(compare(client)),
      seconds: round(median(facts[client].map((one) => one.durationMs)) / 1000),
    })),
    figures: [{ target: "callsMemory", where: PLAIN_NODE_24.name, value: compare(HIVEKIT) }],
    problems: [],
  };
}
