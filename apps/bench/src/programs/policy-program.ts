import { readFileSync } from "node:fs";
import { readFrames } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { createDecider, definePolicy } from "@hivekit/core/policy";
import type { Decision, Policy } from "@hivekit/core/policy";
import type { Payload } from "../payload/payload-files.ts";
import { streamBytes } from "../readers/byte-streams.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type PolicyTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  /** The policies by name. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly rounds: number;
};

/** The cost of a policy, with one value per round. */
export type PolicyCost = {
  /** The time for judging a frame, without reading it, in microseconds. */
  readonly takeUs: readonly number[];
  /** The time for the verdict at the end, in milliseconds. */
  readonly verdictMs: readonly number[];
  readonly frames: number;
  readonly decision: Decision;
};

/** The output of the program. */
export type PolicyFacts = {
  /** The time for reading a frame, in microseconds, with one value per round. */
  readonly readUs: readonly number[];
  readonly costs: Readonly<Record<string, PolicyCost>>;
};

/** Frames are judged in batches soon after they were read, so that reading the clock costs little in comparison. */
const BATCH_SIZE = 16;

/** All frames judged once by a policy. */
type Judged = {
  readonly takeUs: number;
  readonly verdictMs: number;
  readonly frames: number;
  readonly decision: Decision;
};

const { payload, chunkBytes, policies, rounds }: PolicyTask = JSON.parse(process.argv[2] ?? "{}");
const bytes = new Uint8Array(readFileSync(payload.path));
const readUs: number[] = [];
const runs = Object.entries(policies).map(([name, policy]) => ({
  name,
  policy: definePolicy(policy),
  judged: new Array<Judged>(),
}));

// Alternates between reading and the policies, so that other load on the machine affects them equally.
for (let round = 0; round < rounds; round++) {
  readUs.push(await readOnce());
  for (const { policy, judged } of runs) judged.push(await judgeOnce(policy));
}
const costs = Object.fromEntries(runs.map(({ name, judged }) => [name, toCost(judged)]));
const facts: PolicyFacts = { readUs, costs };
printAndExit(facts);

async function readOnce(): Promise<number> {
  collectGarbage();
  const startMs = performance.now();
  let count = 0;
  for await (const frame of readFrames(streamBytes(bytes, chunkBytes))) count += frame.evaluated ? 1 : 0;
  return ((performance.now() - startMs) * 1000) / count;
}

async function judgeOnce(policy: Policy): Promise<Judged> {
  collectGarbage();
  const decider = createDecider(policy);
  let takeMs = 0;
  let batch: Frame[] = [];
  const judgeBatch = (): void => {
    const startMs = performance.now();
    for (const frame of batch) decider.take(frame);
    takeMs += performance.now() - startMs;
    batch = [];
  };
  for await (const frame of readFrames(streamBytes(bytes, chunkBytes))) {
    if (batch.push(frame) === BATCH_SIZE) judgeBatch();
  }
  judgeBatch();
  const startMs = performance.now();
  const { decision, evaluated } = decider.verdict();
  const verdictMs = performance.now() - startMs;
  return { takeUs: (takeMs * 1000) / evaluated.frames, verdictMs, frames: evaluated.frames, decision };
}

function toCost(judged: readonly Judged[]): PolicyCost {
  const last = judged.at(-1);
  return {
    takeUs: judged.map(({ takeUs }) => takeUs),
    verdictMs: judged.map(({ verdictMs }) => verdictMs),
    frames: last?.frames ?? 0,
    decision: last?.decision ?? "unknown",
  };
}
