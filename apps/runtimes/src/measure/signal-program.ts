import { getEventListeners } from "node:events";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { HiveClient, isHiveError } from "@hivekit/core";
import { describeError } from "./measurement.ts";
import { V1_REPLY } from "./v1-reply.ts";

/** The program's argument, as JSON. */
export type SignalTask = {
  readonly path: SignalPath;
  /** The number of calls before the first memory measurement, and in total. */
  readonly warmUpCalls: number;
  readonly calls: number;
};

/** The output of the program, as a line of JSON. */
export type SignalFacts = {
  /** The resident memory after the warm-up and after all calls, each after a garbage collection. */
  readonly warmBytes: number;
  readonly finalBytes: number;
  /** The used heap at the same times. */
  readonly warmHeapBytes: number;
  readonly finalHeapBytes: number;
  /** The number of listeners that remain on the signal. */
  readonly listeners: number;
  readonly durationMs: number;
  readonly problem: string | null;
};

type Call = (context: {
  readonly hive: HiveClient;
  readonly failing: HiveClient;
  readonly signal: AbortSignal;
}) => Promise<unknown>;

/** The number of calls between garbage collections. */
const COLLECT_EVERY = 1000;

const SUBMISSION = { url: "https://media.example/clip.mp4" };

/** The ways to use a client, each a call with the shared signal. */
const PATHS = {
  classify: ({ hive, signal }) => hive.classify(SUBMISSION, { signal }),
  "classify, failing": async ({ failing, signal }) => {
    const error: unknown = await failing
      .classify(SUBMISSION, { signal, retry: false })
      .catch((thrown: unknown) => thrown);
    if (!isHiveError(error)) throw new Error("the call did not fail");
  },
  task: ({ hive, signal }) => hive.task("0b5c9f3e", { signal }),
  "frames().summary()": ({ hive, signal }) => hive.frames(SUBMISSION, { signal }).summary(),
  "frames() to the end": async ({ hive, signal }) => {
    for await (const _frame of hive.frames(SUBMISSION, { signal })) void _frame;
  },
  "frames() closed after the first": async ({ hive, signal }) => {
    for await (const _frame of hive.frames(SUBMISSION, { signal })) break;
  },
} as const satisfies Readonly<Record<string, Call>>;

/** A way to use a client. */
export type SignalPath = keyof typeof PATHS;

const { path, warmUpCalls, calls }: SignalTask = JSON.parse(process.argv[2] ?? "{}");
if (globalThis.gc === undefined) throw new Error("run this program with --expose-gc");
const collect = globalThis.gc;
const createFetch = (status: number) => async () => {
  // Responds in a later turn of the event loop, as a network does, because targets of a WeakRef are not collected
  // within a turn. See https://tc39.es/ecma262/#sec-clear-kept-objects
  await nextTurn();
  return new Response(V1_REPLY, { status, headers: { "content-type": "application/json" } });
};
const context = {
  hive: new HiveClient({ apiKey: "any", fetch: createFetch(200) }),
  failing: new HiveClient({ apiKey: "any", fetch: createFetch(500) }),
  signal: new AbortController().signal,
};
const startMs = performance.now();
let problem: string | null = null;
let warm = process.memoryUsage();
try {
  await repeat(warmUpCalls);
  warm = await measureSettledMemory();
  await repeat(calls - warmUpCalls);
} catch (error) {
  problem = describeError(error);
}
const final = await measureSettledMemory();
const facts: SignalFacts = {
  warmBytes: warm.rss,
  finalBytes: final.rss,
  warmHeapBytes: warm.heapUsed,
  finalHeapBytes: final.heapUsed,
  listeners: getEventListeners(context.signal, "abort").length,
  durationMs: performance.now() - startMs,
  problem,
};
console.log(JSON.stringify(facts));
process.exit();

async function repeat(times: number): Promise<void> {
  for (let call = 1; call <= times; call++) {
    await PATHS[path](context);
    // Measures retained memory only. Otherwise garbage and fragmentation grow for about 50,000 calls, even without a
    // signal.
    if (call % COLLECT_EVERY === 0) collect();
  }
}

/**
 * Collects garbage several times: finalizers release memory for the next round, and the system reclaims pages with a
 * delay.
 */
async function measureSettledMemory(): Promise<NodeJS.MemoryUsage> {
  for (let round = 0; round < 5; round++) {
    collect();
    await pause(100);
  }
  return process.memoryUsage();
}
