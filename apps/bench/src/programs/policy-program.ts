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
  readonly policy: Policy;
  readonly rounds: number;
};

/** The output of the program, with one value per round. */
export type PolicyFacts = {
  /** The time for reading a frame, in microseconds. */
  readonly readUs: readonly number[];
  /** The time for judging a frame, without reading it, in microseconds. */
  readonly takeUs: readonly number[];
  /** The time for the verdict at the end, in milliseconds. */
  readonly verdictMs: readonly number[];
  readonly frames: number;
  readonly decision: Decision;
};

/** Frames are judged in batches soon after they were read, so that reading the clock costs little in comparison. */
const BATCH_SIZE = 16;

const { payload, chunkBytes, policy: data, rounds }: PolicyTask = JSON.parse(process.argv[2] ?? "{}");
const bytes = new Uint8Array(readFileSync(payload.path));
const policy = definePolicy(data);
const readUs: number[] = [];
const takeUs: number[] = [];
const verdictMs: number[] = [];
let frames = 0;
let decision: Decision = "unknown";

for (let round = 0; round < rounds; round++) {
  readUs.push(await readOnce());
  await judgeOnce();
}
const facts: PolicyFacts = { readUs, takeUs, verdictMs, frames, decision };
printAndExit(facts);

async function readOnce(): Promise<number> {
  collectGarbage();
  const startMs = performance.now();
  let count = 0;
  for await (const frame of readFrames(streamBytes(bytes, chunkBytes))) count += frame.evaluated ? 1 : 0;
  return ((performance.now() - startMs) * 1000) / count;
}

async function judgeOnce(): Promise<void> {
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
  const verdict = decider.verdict();
  verdictMs.push(performance.now() - startMs);
  ({ frames } = verdict.evaluated);
  ({ decision } = verdict);
  takeUs.push((takeMs * 1000) / frames);
}
