import { runProgram } from "../programs/run-program.ts";
import type { Runtime } from "../programs/runtimes.ts";
import { median } from "../report/median.ts";
import { round } from "../report/round.ts";
import type { Row } from "../report/table.ts";
import type { BenchContext } from "./bench-case.ts";

const CHUNK_BYTES = 64 * 1024;

/** Which reading, and where. */
export type MemoryReading = {
  readonly contestant: string;
  readonly runtime: Runtime;
  readonly flags: readonly string[];
  readonly frames: number;
  readonly context: BenchContext;
};

/** How much memory a reading took: medians over fresh processes. */
export type MemoryFigures = {
  /** Resident, above idle; `NaN` where the kernel does not tell. */
  readonly peakBytes: number;
  readonly row: Row;
  /** What was delivered wrong. */
  readonly problems: readonly string[];
};

/** Reads a reply of v1 from a file in fresh processes, one after the other. */
export async function readForMemory(reading: MemoryReading): Promise<MemoryFigures> {
  const { contestant, runtime, flags, context } = reading;
  const frames = Math.round(reading.frames / context.shrink);
  const payload = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const task = { payload, chunkBytes: CHUNK_BYTES, contestant };
  const peaks: number[] = [];
  const durationsMs: number[] = [];
  const problems: string[] = [];
  for (let index = 0; index < context.processes; index++) {
    const facts = await runProgram({ program: "memory", runtime, task, flags });
    peaks.push((facts.peakBytes ?? Number.NaN) - (facts.idleBytes ?? Number.NaN));
    durationsMs.push(facts.durationMs);
    if (facts.problem !== null) problems.push(`memory, ${runtime.name}, ${contestant}: ${facts.problem}`);
  }
  const peakBytes = median(peaks);
  const row: Row = {
    contestant,
    runtime: [runtime.name, ...flags].join(" "),
    MB: round(payload.reference.sizeBytes / 1e6),
    "peak MB above idle": round(peakBytes / 1e6),
    seconds: round(median(durationsMs) / 1000),
    outcome: "read",
  };
  return { peakBytes, row, problems };
}
