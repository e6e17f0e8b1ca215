import type { BenchCase } from "../cases/bench-case.ts";
import { createCallsCase } from "../cases/calls-cases.ts";
import { createOperatorsCase } from "../cases/operators-cases.ts";
import { createPolicyCase } from "../cases/policy-cases.ts";
import { createReadingCase } from "../cases/throughput-cases.ts";
import { NODE_24 } from "../programs/runtimes.ts";
import { native } from "../readers/buffered-readers.ts";
import { hivekit } from "../readers/streaming-readers.ts";

const READING = { readers: [native, hivekit], warmUps: 1, rounds: 3 };
const ROUNDS = 3;

/** The cases of a quick run in the workspace's Node, without peers, and with fewer calls and rounds. */
export const QUICK_CASES: readonly BenchCase[] = [
  createCallsCase(NODE_24, { submission: "url", concurrency: 1, calls: 200, rounds: ROUNDS }),
  createCallsCase(NODE_24, { submission: "url", concurrency: 32, calls: 800, rounds: ROUNDS }),
  createCallsCase(NODE_24, { submission: "media", concurrency: 32, calls: 400, rounds: ROUNDS }),
  createReadingCase(["v1", "compact", 3600, 16], READING),
  createReadingCase(["v1", "compact", 3600, 64], READING),
  createReadingCase(["detection", "compact", 3600, 64], READING),
  createPolicyCase(3600),
  createOperatorsCase({ warmUps: 1, rounds: ROUNDS }),
];
