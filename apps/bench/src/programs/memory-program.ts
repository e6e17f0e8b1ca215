import { readFileSync, writeFileSync } from "node:fs";
import { contestantOf } from "../contestants/contestants.ts";
import { FrameSink } from "../contestants/frame-sink.ts";
import type { Payload } from "../payload/payload-files.ts";
import { streamOfFile } from "./byte-streams.ts";
import { collectGarbage } from "./garbage.ts";
import { finish } from "./finish.ts";

/** The program's argument. */
export type MemoryTask = {
  readonly payload: Payload;
  readonly chunkBytes: number;
  readonly contestant: string;
};

/** What the program prints. */
export type MemoryFacts = {
  /** Resident memory with all imported and nothing read; `null` where there is no `/proc`. */
  readonly idleBytes: number | null;
  /** The most resident memory since then, as the kernel counted it. */
  readonly peakBytes: number | null;
  readonly durationMs: number;
  readonly problem: string | null;
};

const { payload, chunkBytes, contestant }: MemoryTask = JSON.parse(process.argv[2] ?? "{}");
collectGarbage();
forgetPeak();
const idleBytes = memoryOf("VmRSS");
const startMs = performance.now();
const sink = new FrameSink(payload.reference);
await contestantOf(contestant).read(await streamOfFile(payload.path, chunkBytes), sink, payload.spec.form);
const durationMs = performance.now() - startMs;
const facts: MemoryFacts = { idleBytes, peakBytes: memoryOf("VmHWM"), durationMs, problem: sink.problem() };
finish(facts);

/** Sets the kernel's peak back to what is resident now: loading the program may have taken more than reading does. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Then the peak includes the start; where there is no such file there is no peak either.
  }
}

function memoryOf(field: "VmRSS" | "VmHWM"): number | null {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
