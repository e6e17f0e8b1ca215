import { readFileSync } from "node:fs";
import { contestantOf } from "../contestants/contestants.ts";
import { FrameSink } from "../contestants/frame-sink.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamOfBytes } from "./byte-streams.ts";
import { collectGarbage } from "./garbage.ts";
import { finish } from "./finish.ts";

/** The program's argument. */
export type ThroughputTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly contestants: readonly string[];
  /** Rounds that do not count, before those that do. */
  readonly warmUps: number;
  readonly rounds: number;
};

/** How long a contestant took, in milliseconds. */
type Reading = {
  /** For the whole payload. */
  readonly totalMs: number;
  readonly firstFrameMs: number;
  /** Of processors, all threads together: what other load on the machine changes least. */
  readonly cpuMs: number;
};

/** The readings of one contestant, a value per round. */
export type Timing = { readonly [Key in keyof Reading]: readonly number[] };

/** What the program prints. */
export type ThroughputFacts = {
  readonly timings: Readonly<Record<string, Timing>>;
  /** What was delivered wrong. */
  readonly problems: readonly string[];
};

const task: ThroughputTask = JSON.parse(process.argv[2] ?? "{}");
const { payload, chunkBytes, contestants, warmUps, rounds } = task;
const bytes = new Uint8Array(readFileSync(payload.path));
const readings = new Map<string, Reading[]>(contestants.map((name) => [name, []]));
const problems = new Set<string>();

// In each round all take turns, so that other load on the machine hits all alike.
for (let round = 0; round < warmUps + rounds; round++) {
  for (const [name, ofContestant] of readings) {
    const reading = await readOnce(name);
    if (round >= warmUps) ofContestant.push(reading);
  }
}
const timings = Object.fromEntries([...readings].map(([name, list]) => [name, timingOf(list)]));
const facts: ThroughputFacts = { timings, problems: [...problems] };
finish(facts);

async function readOnce(name: string): Promise<Reading> {
  const contestant = contestantOf(name);
  const stream = streamOfBytes(bytes, chunkBytes);
  collectGarbage();
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  const sink = new FrameSink(payload.reference);
  await contestant.read(stream, sink, payload.spec.form);
  const totalMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const problem = sink.problem();
  if (problem !== null) problems.add(`${name}: ${problem}`);
  return { totalMs, firstFrameMs: sink.firstFrameMs ?? totalMs, cpuMs: (user + system) / 1000 };
}

function timingOf(list: readonly Reading[]): Timing {
  return {
    totalMs: list.map(({ totalMs }) => totalMs),
    firstFrameMs: list.map(({ firstFrameMs }) => firstFrameMs),
    cpuMs: list.map(({ cpuMs }) => cpuMs),
  };
}
