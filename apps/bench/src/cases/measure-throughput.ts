import type { Reader } from "../readers/reader.ts";
import type { PayloadSpec } from "../payload/payload-spec.ts";
import { runProgram } from "../programs/run-program.ts";
import type { Runtime } from "../programs/runtimes.ts";
import type { ThroughputFacts, ThroughputTask } from "../programs/throughput-program.ts";
import type { Figure } from "../report/targets.ts";
import type { Row } from "../report/table.ts";
import { round } from "../report/statistics.ts";
import type { BenchContext, CaseResult } from "./bench-case.ts";
import { compareReaders } from "./compare-readers.ts";
import type { Comparison } from "./compare-readers.ts";

/** The payload, the readers, the runtime and the repetitions of a measurement. */
export type Throughput = {
  readonly name: string;
  readonly runtime: Runtime;
  readonly spec: PayloadSpec;
  readonly chunkBytes: number;
  readonly readers: readonly Reader[];
  readonly warmUps: number;
  readonly rounds: number;
  /** Selects the figures that have targets. */
  readonly selectFigures: (comparisons: ReadonlyMap<string, Comparison>) => readonly Figure[];
};

const MIN_FRAMES = 60;
const QUICK_ROUNDS = 3;

/** Measures how fast each reader reads one payload, in several processes. */
export async function measureThroughput(throughput: Throughput, context: BenchContext): Promise<CaseResult> {
  const { name, runtime, chunkBytes, readers } = throughput;
  const frames = Math.max(MIN_FRAMES, Math.round(throughput.spec.frames / context.shrink));
  const payload = await context.payloads.get({ ...throughput.spec, frames });
  const rounds = context.shrink > 1 ? QUICK_ROUNDS : throughput.rounds;
  const task: ThroughputTask = {
    payload,
    chunkBytes,
    readers: readers.map((one) => one.name),
    warmUps: throughput.warmUps,
    rounds,
  };
  const facts: ThroughputFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    facts.push(await runProgram({ program: "throughput", runtime, task }));
  }
  const comparisons = compareReaders(readers, facts);
  const megabytes = payload.reference.sizeBytes / 1e6;
  return {
    rows: [...comparisons].map(([reader, comparison]) =>
      createRow({ case: name, MB: round(megabytes), reader }, { comparison, megabytes }),
    ),
    figures: throughput.selectFigures(comparisons),
    problems: [...new Set(facts.flatMap(({ problems }) => problems))].map((problem) => `${name}: ${problem}`),
  };
}

function createRow(
  labels: Row,
  { comparison, megabytes }: { readonly comparison: Comparison; readonly megabytes: number },
): Row {
  return {
    ...labels,
    "MB/s": round(megabytes / (comparison.totalMs / 1000)),
    "vs native": round(comparison.vsNative),
    "CPU vs native": round(comparison.cpuVsNative),
    "vs best peer": comparison.vsBestPeer === null ? null : round(comparison.vsBestPeer),
    "first frame ms": round(comparison.firstFrameMs),
    "native time / first frame": round(comparison.nativePerFirstFrame),
  };
}
