import { FETCH, HIVEKIT, KY } from "../clients/call-clients.ts";
import type { CallSubmission } from "../clients/call-clients.ts";
import type { CallsFacts, CallsTiming } from "../programs/calls-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { NODE_24, RUNTIMES } from "../programs/runtimes.ts";
import type { Runtime } from "../programs/runtimes.ts";
import { median, round } from "../report/statistics.ts";
import type { Figure, TargetName } from "../report/targets.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withReplyServer } from "./reply-server.ts";

/** The calls of a case. */
export type Calls = {
  readonly submission: CallSubmission;
  /** The number of calls in flight. */
  readonly concurrency: number;
  /** The number of calls per round, in each client. */
  readonly calls: number;
  readonly rounds: number;
};

const ROUNDS = 5;
const CALLS: readonly Calls[] = [
  { submission: "url", concurrency: 1, calls: 600, rounds: ROUNDS },
  { submission: "url", concurrency: 32, calls: 2500, rounds: ROUNDS },
  { submission: "url", concurrency: 256, calls: 2560, rounds: ROUNDS },
  { submission: "media", concurrency: 32, calls: 1500, rounds: ROUNDS },
];

/** The targets of calls in the workspace's Node. */
type CallTargets = { readonly fetch: TargetName; readonly ky: TargetName; readonly cpu: TargetName };
const MEDIA_TARGETS: CallTargets = { fetch: "mediaVsFetch", ky: "mediaVsKy", cpu: "cpuVsKy" };
const URL_TARGETS: Readonly<Record<number, CallTargets>> = {
  1: { fetch: "oneVsFetch", ky: "oneVsKy", cpu: "cpuVsKy" },
  32: { fetch: "callsVsFetch", ky: "callsVsKy", cpu: "cpuVsKy" },
  256: { fetch: "manyVsFetch", ky: "manyVsKy", cpu: "cpuVsKy" },
};

/** The overhead of a client: small replies per second, and the CPU time of a call, in each runtime. */
export const callsCases: readonly BenchCase[] = RUNTIMES.flatMap((runtime) =>
  CALLS.map((calls) => createCallsCase(runtime, calls)),
);

/** Creates a case that compares `classify()` with ky and `fetch`. */
export function createCallsCase(runtime: Runtime, calls: Calls): BenchCase {
  const { submission, concurrency } = calls;
  const name = `calls-${submission}-${concurrency}-${runtime.name}`.toLowerCase().replaceAll(" ", "");
  return { group: "calls", name, run: (context) => measure({ runtime, calls }, context) };
}

async function measure(
  { runtime, calls }: { readonly runtime: Runtime; readonly calls: Calls },
  context: BenchContext,
): Promise<CaseResult> {
  const facts = await withReplyServer(async ({ baseUrl }) => {
    const task = { ...calls, baseUrl, calls: Math.round(calls.calls / context.shrink) };
    const results: CallsFacts[] = [];
    for (let index = 0; index < context.processes; index++) {
      results.push(await runProgram({ program: "calls", runtime, task }));
    }
    return results;
  });
  const get = (client: string, key: keyof CallsTiming): number =>
    median(facts.map((one) => medianOf(one, client, key)));
  const compare = (client: string, other: string, key: keyof CallsTiming = "perSecond"): number =>
    median(facts.map((one) => medianOf(one, client, key) / medianOf(one, other, key)));
  return {
    rows: [FETCH, KY, HIVEKIT].map((client) => ({
      runtime: runtime.name,
      sent: calls.submission === "url" ? "a URL" : "20 kB",
      "in flight": calls.concurrency,
      client,
      "calls/s": round(get(client, "perSecond")),
      "vs fetch": round(compare(client, FETCH)),
      "vs ky": round(compare(client, KY)),
      "CPU µs per call": round(get(client, "cpuUs")),
      "CPU vs ky": round(compare(client, KY, "cpuUs")),
    })),
    figures: runtime === NODE_24 ? createFigures(calls, compare) : [],
    problems: [],
  };
}

function medianOf({ timings }: CallsFacts, client: string, key: keyof CallsTiming): number {
  return median(timings[client]?.[key] ?? []);
}

function createFigures(
  { submission, concurrency }: Calls,
  compare: (client: string, other: string, key?: keyof CallsTiming) => number,
): readonly Figure[] {
  const targets = submission === "media" ? MEDIA_TARGETS : URL_TARGETS[concurrency];
  if (targets === undefined) return [];
  const where = `${NODE_24.name}, ${submission === "media" ? "20 kB, " : ""}${concurrency} in flight`;
  return [
    { target: targets.fetch, where, value: compare(HIVEKIT, FETCH) },
    { target: targets.ky, where, value: compare(HIVEKIT, KY) },
    { target: targets.cpu, where, value: compare(HIVEKIT, KY, "cpuUs") },
  ];
}
