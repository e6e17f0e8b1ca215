import { runProgram } from "../programs/run-program.ts";
import type { Runtime } from "../programs/runtimes.ts";
import { median, round } from "../report/statistics.ts";
import type { Row } from "../report/table.ts";
import type { BenchContext } from "./bench-case.ts";

const CHUNK_BYTES = 64 * 1024;

/** The payload to read, the reader and the runtime. */
export type MemoryReading = {
  readonly reader: string;
  readonly runtime: Runtime;
  readonly flags: readonly string[];
  readonly frames: number;
  readonly context: BenchContext;
};

/** The memory of a reading, as medians over fresh processes. */
export type MemoryFigures = {
  /** The peak resident memory above idle; `NaN` if the kernel does not report it. */
  readonly peakBytes: number;
  readonly row: Row;
  /** Wrong deliveries. */
  readonly problems: readonly string[];
};

/** Reads a v1 reply from a file in fresh processes, one after another. */
export async function measureMemory(reading: MemoryReading): Promise<MemoryFigures> {
  const { reader, runtime, flags, context } = reading;
  const frames = Math.round(reading.frames / context.shrink);
  const payload = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const task = { payload, chunkBytes: CHUNK_BYTES, reader };
  const peaks: number[] = [];
  const durationsMs: number[] = [];
  const problems: string[] = [];
  for (let index = 0; index < context.processes; index++) {
    const facts = await runProgram({ program: "memory", runtime, task, flags });
    peaks.push((facts.peakBytes ?? Number.NaN) - (facts.idleBytes ?? Number.NaN));
    durationsMs.push(facts.durationMs);
    if (facts.problem !== null) problems.push(`memory, ${runtime.name}, ${reader}: ${facts.problem}`);
  }
  const peakBytes = median(peaks);
  const row: Row = {
    reader,
    runtime: [runtime.name, ...flags].join(" "),
    MB: round(payload.reference.sizeBytes / 1e6),
    "peak MB above idle": round(peakBytes / 1e6),
    seconds: round(median(durationsMs) / 1000),
    outcome: "read",
  };
  return { peakBytes, row, problems };
}
