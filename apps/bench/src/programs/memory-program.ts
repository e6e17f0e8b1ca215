import { findReader } from "../readers/readers.ts";
import { FrameSink } from "../readers/frame-sink.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamFile } from "../readers/byte-streams.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";
import { readMemory, resetPeakMemory } from "./resident-memory.ts";

/** The argument of the program, as JSON. */
export type MemoryTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly reader: string;
};

/** The output of the program. */
export type MemoryFacts = {
  /** The resident memory after all imports, before reading; `null` where there is no `/proc`. */
  readonly idleBytes: number | null;
  /** The peak resident memory since then, according to the kernel. */
  readonly peakBytes: number | null;
  readonly durationMs: number;
  readonly problem: string | null;
};

const { payload, chunkBytes, reader }: MemoryTask = JSON.parse(process.argv[2] ?? "{}");
collectGarbage();
resetPeakMemory();
const idleBytes = readMemory("VmRSS");
const startMs = performance.now();
const sink = new FrameSink(payload.reference);
await findReader(reader).read(await streamFile(payload.path, chunkBytes), sink, payload.spec.form);
const durationMs = performance.now() - startMs;
const facts: MemoryFacts = {
  idleBytes,
  peakBytes: readMemory("VmHWM"),
  durationMs,
  problem: sink.findProblem(),
};
printAndExit(facts);
