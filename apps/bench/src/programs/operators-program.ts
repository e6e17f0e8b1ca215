import { readFileSync } from "node:fs";
import { HiveClient } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { framesOf } from "@hivekit/rxjs";
import { from } from "rxjs";
import type { Findings, Search } from "../operators/findings.ts";
import { PlainLoop } from "../operators/plain-loop.ts";
import { throughOperators } from "../operators/through-operators.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamOfBytes } from "./byte-streams.ts";
import { finish } from "./finish.ts";
import { collectGarbage } from "./garbage.ts";

/** The program's argument. */
export type OperatorsTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly search: Search;
  /** Where the last frame ends. */
  readonly durationSeconds: number;
  /** Rounds that do not count, before those that do. */
  readonly warmUps: number;
  readonly rounds: number;
};

/** In milliseconds for all frames, a value per round: frames that lie in memory, and frames that are read from a reply. */
export type OperatorsTiming = { readonly heldMs: readonly number[]; readonly readMs: readonly number[] };

/** What the program prints. */
export type OperatorsFacts = {
  readonly operators: OperatorsTiming;
  readonly loop: OperatorsTiming;
  readonly frames: number;
  readonly findings: Findings;
  /** Where the two found different things. */
  readonly problems: readonly string[];
};

const { payload, chunkBytes, search, durationSeconds, ...turns }: OperatorsTask = JSON.parse(
  process.argv[2] ?? "{}",
);
const bytes = new Uint8Array(readFileSync(payload.path));
const hive = new HiveClient({
  apiKey: "k",
  fetch: async () => new Response(streamOfBytes(bytes, chunkBytes)),
});
const media = new Uint8Array(1);
const held: Frame[] = [];
for await (const frame of hive.frames({ media })) held.push(frame);

const timings = { operators: noTiming(), loop: noTiming() };
const problems = new Set<string>();
let findings: Findings = { passed: 0, segments: 0, seconds: 0 };
for (let round = 0; round < turns.warmUps + turns.rounds; round++) await playRound(round >= turns.warmUps);
const facts: OperatorsFacts = { ...timings, frames: held.length, findings, problems: [...problems] };
finish(facts);

/** All take turns, so that other load on the machine hits all alike. */
async function playRound(counts: boolean): Promise<void> {
  const searched = { ...search, durationSeconds };
  const [heldByOperators, one] = await timed(() => throughOperators(from(held), searched));
  const [heldByLoop, two] = await timed(() => throughLoop(held));
  const [readByOperators, three] = await timed(() => throughOperators(framesOf(hive, { media }), searched));
  const [readByLoop, four] = await timed(() => throughLoop(hive.frames({ media })));
  findings = one;
  for (const other of [two, three, four]) {
    const isSame = JSON.stringify(other) === JSON.stringify(one);
    if (!isSame) problems.add(`the operators found ${JSON.stringify(one)}, another ${JSON.stringify(other)}`);
  }
  if (!counts) return;
  record(timings.operators, heldByOperators, readByOperators);
  record(timings.loop, heldByLoop, readByLoop);
}

async function throughLoop(frames: Iterable<Frame> | AsyncIterable<Frame>): Promise<Findings> {
  const loop = new PlainLoop(search);
  if (Symbol.iterator in frames) for (const frame of frames) loop.take(frame);
  else for await (const frame of frames) loop.take(frame);
  loop.end(durationSeconds);
  return loop.findings;
}

async function timed(work: () => Promise<Findings>): Promise<readonly [ms: number, findings: Findings]> {
  collectGarbage();
  const startMs = performance.now();
  const found = await work();
  return [performance.now() - startMs, { ...found, seconds: Math.round(found.seconds) }];
}

function record(timing: { heldMs: number[]; readMs: number[] }, heldMs: number, readMs: number): void {
  timing.heldMs.push(heldMs);
  timing.readMs.push(readMs);
}

function noTiming(): { readonly heldMs: number[]; readonly readMs: number[] } {
  return { heldMs: [], readMs: [] };
}
