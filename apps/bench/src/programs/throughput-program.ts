import { readFileSync } from "node:fs";
import { findReader } from "../readers/readers.ts";
import { FrameSink } from "../readers/frame-sink.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamBytes } from "../readers/byte-streams.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type ThroughputTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly readers: readonly string[];
  /** The number of rounds before the measured ones. */
  readonly warmUps: number;
  readonly rounds: number;
};

/** The times of a reader, in milliseconds. */
type Reading = {
  /** The time for the complete payload. */
  readonly totalMs: number;
  readonly firstFrameMs: number;
  /** The CPU time of all threads, which other load on the machine affects least. */
  readonly cpuMs: number;
};

/** The times of a reader, with one value per round. */
export type Timing = { readonly [Key in keyof Reading]: readonly number[] };

/** The output of the program. */
export type ThroughputFacts = {
  readonly timings: Readonly<Record<string, Timing>>;
  /** Wrong deliveries. */
  readonly problems: readonly string[];
};

const task: ThroughputTask = JSON.parse(process.argv[2] ?? "{}");
const { payload, chunkBytes, readers, warmUps, rounds } = task;
const bytes = new Uint8Array(readFileSync(payload.path));
const readings = new Map<string, Reading[]>(readers.map((name) => [name, []]));
const problems = new Set<string>();

// Alternates between the readers, so that other load on the machine affects them equally.
for (let round = 0; round < warmUps + rounds; round++) {
  for (const [name, ofContestant] of readings) {
    const reading = await readOnce(name);
    if (round >= warmUps) ofContestant.push(reading);
  }
}
const timings = Object.fromEntries([...readings].map(([name, list]) => [name, toTiming(list)]));
const facts: ThroughputFacts = { timings, problems: [...problems] };
printAndExit(facts);

async function readOnce(name: string): Promise<Reading> {
  const reader = findReader(name);
  const stream = streamBytes(bytes, chunkBytes);
  collectGarbage();
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  const sink = new FrameSink(payload.reference);
  await reader.read(stream, sink, payload.spec.form);
  const totalMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const problem = sink.findProblem();
  if (problem !== null) problems.add(`${name}: ${problem}`);
  return { totalMs, firstFrameMs: sink.firstFrameMs ?? totalMs, cpuMs: (user + system) / 1000 };
}

function toTiming(list: readonly Reading[]): Timing {
  return {
    totalMs: list.map(({ totalMs }) => totalMs),
    firstFrameMs: list.map(({ firstFrameMs }) => firstFrameMs),
    cpuMs: list.map(({ cpuMs }) => cpuMs),
  };
}
