import { getEventListeners } from "node:events";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { HiveClient, isHiveError } from "@hivekit/core";
import { problemOf } from "./measurement.ts";
import { V1_REPLY } from "./v1-reply.ts";

/** The program's argument, as JSON. */
export type SignalTask = {
  readonly path: SignalPath;
  /** After how many calls memory is measured for comparison, and at last. */
  readonly warmUpCalls: number;
  readonly calls: number;
};

/** What the program prints, as a line of JSON. */
export type SignalFacts = {
  /** Resident memory after the warm-up and after all calls, garbage being collected. */
  readonly warmBytes: number;
  readonly finalBytes: number;
  /** The part of it that is JavaScript's. */
  readonly warmHeapBytes: number;
  readonly finalHeapBytes: number;
  /** How many listeners are left on the signal. */
  readonly listeners: number;
  readonly durationMs: number;
  readonly problem: string | null;
};

type Call = (given: {
  readonly hive: HiveClient;
  readonly failing: HiveClient;
  readonly signal: AbortSignal;
}) => Promise<unknown>;

/** After how many calls garbage is collected. */
const COLLECT_EVERY = 1000;

const SUBMISSION = { url: "https://media.example/clip.mp4" };

/** The ways to use a client that end by themselves, each a call on the one signal. */
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
  "frames() left at the first": async ({ hive, signal }) => {
    for await (const _frame of hive.frames(SUBMISSION, { signal })) break;
  },
} as const satisfies Readonly<Record<string, Call>>;

/** One way to use a client. */
export type SignalPath = keyof typeof PATHS;

const { path, warmUpCalls, calls }: SignalTask = JSON.parse(process.argv[2] ?? "{}");
if (globalThis.gc === undefined) throw new Error("run this with --expose-gc");
const collect = globalThis.gc;
const answer = (status: number) => async () => {
  // In a later turn of the event loop, as from a network: in one turn, nothing that a WeakRef was asked for is collected.
  // See https://tc39.es/ecma262/#sec-clear-kept-objects
  await nextTurn();
  return new Response(V1_REPLY, { status, headers: { "content-type": "application/json" } });
};
const given = {
  hive: new HiveClient({ apiKey: "any", fetch: answer(200) }),
  failing: new HiveClient({ apiKey: "any", fetch: answer(500) }),
  signal: new AbortController().signal,
};
const startMs = performance.now();
let problem: string | null = null;
let warm = process.memoryUsage();
try {
  await repeat(warmUpCalls);
  warm = await settledMemory();
  await repeat(calls - warmUpCalls);
} catch (error) {
  problem = problemOf(error);
}
const final = await settledMemory();
const facts: SignalFacts = {
  warmBytes: warm.rss,
  finalBytes: final.rss,
  warmHeapBytes: warm.heapUsed,
  finalHeapBytes: final.heapUsed,
  listeners: getEventListeners(given.signal, "abort").length,
  durationMs: performance.now() - startMs,
  problem,
};
console.log(JSON.stringify(facts));
process.exit();

async function repeat(times: number): Promise<void> {
  for (let call = 1; call <= times; call++) {
    await PATHS[path](given);
    // What counts is what is kept. Left alone, garbage and the allocator's gaps grow for some 50 000 calls, signal or not.
    if (call % COLLECT_EVERY === 0) collect();
  }
}

/** What finalizers let go of is only collected by the next round, and pages go back to the system a little later. */
async function settledMemory(): Promise<NodeJS.MemoryUsage> {
  for (let round = 0; round < 5; round++) {
    collect();
    await pause(100);
  }
  return process.memoryUsage();
}
