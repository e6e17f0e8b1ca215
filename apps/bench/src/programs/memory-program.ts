import { readFileSync, writeFileSync } from "node:fs";
import { findReader } from "../readers/readers.ts";
import { FrameSink } from "../readers/frame-sink.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamFile } from "../readers/byte-streams.ts";
import { collectGarbage, printAndExit } from "./process-control.ts";

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
resetPeak();
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

/** Resets the kernel's peak, because loading the program may have needed more memory than reading does. */
function resetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Without permission, the peak includes the start of the process. Without the file, there is no peak.
  }
}

function readMemory(field: "VmRSS" | "VmHWM"): number | null {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
