import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { NoopSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { HiveClient } from "@hivekit/core";
import type { HiveTelemetry } from "@hivekit/core";
import { openTelemetry } from "@hivekit/core/opentelemetry";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describeError } from "./measurement.ts";
import { V1_REPLY } from "./v1-reply.ts";

/** The program's argument, as JSON. */
export type TelemetryTask = {
  /** The kind of call. */
  readonly call: "classify" | "frames";
  /** `api`: OpenTelemetry without an SDK. `sdk`: with the SDK and its context manager. */
  readonly mode: "api" | "sdk";
  /** The entry point of another build of core, without telemetry, as a file URL; `null` for none. */
  readonly baseline: string | null;
  /** The number of rounds, and of calls of each client in each round. */
  readonly rounds: number;
  readonly calls: number;
};

/** The output of the program, as a line of JSON. */
export type TelemetryFacts = {
  /** The median of the time of a call without telemetry, in microseconds. */
  readonly callUs: number;
  /** The median over all rounds of the ratio to the client without telemetry of the same round, by client. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly problem: string | null;
};

const { call, mode, baseline, rounds, calls }: TelemetryTask = JSON.parse(process.argv[2] ?? "{}");
const SUBMISSION = { url: "https://media.example/clip.mp4" };
/** Answers without a network, so that the time is that of the client. */
const answer = async (): Promise<Response> => {
  await nextTurn();
  return new Response(V1_REPLY, { headers: { "content-type": "application/json" } });
};

let problem: string | null = null;
let facts: Omit<TelemetryFacts, "problem"> = { callUs: 0, ratios: {} };
try {
  facts = await compare(await createClients());
} catch (error) {
  problem = describeError(error);
}
console.log(JSON.stringify({ ...facts, problem } satisfies TelemetryFacts));
process.exit();

async function createClients(): Promise<ReadonlyMap<string, HiveClient>> {
  const options = { apiKey: "any", fetch: answer };
  const clients = new Map([
    ["none", new HiveClient(options)],
    // The same again shows how far ratios deviate at random.
    ["none again", new HiveClient(options)],
    [mode === "api" ? "no-op API" : "SDK", new HiveClient({ ...options, telemetry: createTelemetry() })],
  ]);
  if (baseline !== null) {
    // Both are modules of their own, unlike the core in this bundle: several clients share its code, which makes it
    // faster.
    for (const [name, url] of [
      ["baseline", baseline],
      ["built", import.meta.resolve("../../../../packages/core/dist/index.js")],
    ] as const) {
      const other: { readonly HiveClient: typeof HiveClient } = await import(url);
      clients.set(name, new other.HiveClient(options));
    }
  }
  return clients;
}

function createTelemetry(): HiveTelemetry {
  if (mode === "api") return openTelemetry();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 });
  return openTelemetry({
    tracerProvider: new TracerProvider({ spanProcessors: [new NoopSpanProcessor()] }),
    meterProvider: new MeterProvider({ readers: [reader] }),
  });
}

/** Measures the clients in turn, in random order, because a client affects the next one by its garbage and caches. */
async function compare(clients: ReadonlyMap<string, HiveClient>): Promise<Omit<TelemetryFacts, "problem">> {
  const names = [...clients.keys()];
  const ratios = new Map<string, number[]>(names.map((name) => [name, []]));
  const times: number[] = [];
  const toBaseline: number[] = [];
  // The first rounds warm up.
  const warmUpRounds = Math.ceil(rounds / 10);
  for (let round = -warmUpRounds; round < rounds; round++) {
    const timeOf = new Map<string, number>();
    for (const name of shuffle(names)) {
      const client = clients.get(name);
      if (client !== undefined) timeOf.set(name, await timeCalls(client));
    }
    const ownUs = timeOf.get("none") ?? 0;
    if (round < 0) continue;
    times.push(ownUs);
    for (const [name, us] of timeOf) ratios.get(name)?.push(us / ownUs);
    const [builtUs, baselineUs] = [timeOf.get("built"), timeOf.get("baseline")];
    if (builtUs !== undefined && baselineUs !== undefined) toBaseline.push(builtUs / baselineUs);
  }
  return {
    callUs: findMedian(times),
    ratios: {
      ...Object.fromEntries([...ratios].map(([name, all]) => [name, findMedian(all)])),
      ...(toBaseline.length > 0 && { "built / baseline": findMedian(toBaseline) }),
    },
  };
}

/**
 * Short blocks and medians reduce the influence of other processes. The CPU time of a thread would be too coarse: on
 * some machines, it has steps of 4 ms.
 *
 * @returns the time of one call, in microseconds.
 */
async function timeCalls(hive: HiveClient): Promise<number> {
  const startMs = performance.now();
  for (let index = 0; index < calls; index++) {
    if (call === "classify") await hive.classify(SUBMISSION);
    else for await (const _frame of hive.frames(SUBMISSION)) void _frame;
  }
  return ((performance.now() - startMs) * 1000) / calls;
}

function shuffle<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map((value) => ({ value, key: Math.random() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ value }) => value);
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
