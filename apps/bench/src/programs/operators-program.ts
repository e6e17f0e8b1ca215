import { readFileSync } from "node:fs";
import { HiveClient } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { framesOf } from "@hivekit/rxjs";
import { from } from "rxjs";
import type { FrameSearch, SearchResult } from "../operators/frame-search.ts";
import { PlainLoop } from "../operators/plain-loop.ts";
import { searchWithOperators } from "../operators/search-with-operators.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamBytes } from "../readers/byte-streams.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type OperatorsTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly search: FrameSearch;
  /** The end of the last frame. */
  readonly durationSeconds: number;
  /** The number of rounds before the measured ones. */
  readonly warmUps: number;
  readonly rounds: number;
};

/**
 * The time for all frames in milliseconds, one value per round: with frames in memory, and with frames that are read
 * from a reply.
 */
export type OperatorsTiming = { readonly heldMs: readonly number[]; readonly readMs: readonly number[] };

/** The output of the program. */
export type OperatorsFacts = {
  readonly operators: OperatorsTiming;
  readonly loop: OperatorsTiming;
  readonly frames: number;
  readonly result: SearchResult;
  /** Differences between the results of the operators and the loop. */
  readonly problems: readonly string[];
};

const { payload, chunkBytes, search, durationSeconds, ...turns }: OperatorsTask = JSON.parse(
  process.argv[2] ?? "{}",
);
const bytes = new Uint8Array(readFileSync(payload.path));
const hive = new HiveClient({
  apiKey: "k",
  fetch: async () => new Response(streamBytes(bytes, chunkBytes)),
});
const media = new Uint8Array(1);
const held: Frame[] = [];
for await (const frame of hive.frames({ media })) held.push(frame);

const timings = { operators: createTiming(), loop: createTiming() };
const problems = new Set<string>();
let result: SearchResult = { passed: 0, segments: 0, seconds: 0 };
for (let round = 0; round < turns.warmUps + turns.rounds; round++) await runRound(round >= turns.warmUps);
const facts: OperatorsFacts = { ...timings, frames: held.length, result, problems: [...problems] };
printAndExit(facts);

/** Alternates between all variants, so that other load on the machine affects them equally. */
async function runRound(isMeasured: boolean): Promise<void> {
  const searched = { ...search, durationSeconds };
  const [heldByOperators, one] = await timed(() => searchWithOperators(from(held), searched));
  const [heldByLoop, two] = await timed(() => searchWithLoop(held));
  const [readByOperators, three] = await timed(() =>
    searchWithOperators(framesOf(hive, { media }), searched),
  );
  const [readByLoop, four] = await timed(() => searchWithLoop(hive.frames({ media })));
  result = one;
  for (const other of [two, three, four]) {
    const isSame = JSON.stringify(other) === JSON.stringify(one);
    if (!isSame)
      problems.add(`the operators found ${JSON.stringify(one)}, another variant ${JSON.stringify(other)}`);
  }
  if (!isMeasured) return;
  record(timings.operators, heldByOperators, readByOperators);
  record(timings.loop, heldByLoop, readByLoop);
}

async function searchWithLoop(frames: Iterable<Frame> | AsyncIterable<Frame>): Promise<SearchResult> {
  const loop = new PlainLoop(search);
  if (Symbol.iterator in frames) for (const frame of frames) loop.add(frame);
  else for await (const frame of frames) loop.add(frame);
  loop.end(durationSeconds);
  return loop.result;
}

async function timed(
  work: () => Promise<SearchResult>,
): Promise<readonly [ms: number, result: SearchResult]> {
  collectGarbage();
  const startMs = performance.now();
  const found = await work();
  return [performance.now() - startMs, { ...found, seconds: Math.round(found.seconds) }];
}

function record(timing: { heldMs: number[]; readMs: number[] }, heldMs: number, readMs: number): void {
  timing.heldMs.push(heldMs);
  timing.readMs.push(readMs);
}

function createTiming(): { readonly heldMs: number[]; readonly readMs: number[] } {
  return { heldMs: [], readMs: [] };
}
