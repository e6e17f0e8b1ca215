import type { Contestant } from "../contestants/contestant.ts";
import type { PayloadSpec } from "../payload/payload-spec.ts";
import { runProgram } from "../programs/run-program.ts";
import type { Runtime } from "../programs/runtimes.ts";
import type { ThroughputFacts, ThroughputTask } from "../programs/throughput-program.ts";
import type { Figure } from "../report/bounds.ts";
import type { Row } from "../report/table.ts";
import { round } from "../report/round.ts";
import type { BenchContext, CaseResult } from "./bench-case.ts";
import { standingsOf } from "./standings.ts";
import type { Standing } from "./standings.ts";

/** What is read, by whom, where, and how often. */
export type Throughput = {
  readonly name: string;
  readonly runtime: Runtime;
  readonly spec: PayloadSpec;
  readonly chunkBytes: number;
  readonly contestants: readonly Contestant[];
  readonly warmUps: number;
  readonly rounds: number;
  /** Which of the figures are evidence. */
  readonly figuresOf: (standings: ReadonlyMap<string, Standing>) => readonly Figure[];
};

const LEAST_FRAMES = 60;
const LEAST_ROUNDS = 3;

/** Has all contestants read one payload, in several processes. */
export async function measureThroughput(throughput: Throughput, context: BenchContext): Promise<CaseResult> {
  const { name, runtime, chunkBytes, contestants } = throughput;
  const frames = Math.max(LEAST_FRAMES, Math.round(throughput.spec.frames / context.shrink));
  const payload = await context.payloads.get({ ...throughput.spec, frames });
  const rounds = context.shrink > 1 ? LEAST_ROUNDS : throughput.rounds;
  const task: ThroughputTask = {
    payload,
    chunkBytes,
    contestants: contestants.map((one) => one.name),
    warmUps: throughput.warmUps,
    rounds,
  };
  const facts: ThroughputFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    facts.push(await runProgram({ program: "throughput", runtime, task }));
  }
  const standings = standingsOf(contestants, facts);
  const megabytes = payload.reference.sizeBytes / 1e6;
  return {
    rows: [...standings].map(([contestant, standing]) =>
      rowOf({ case: name, MB: round(megabytes), contestant }, { standing, megabytes }),
    ),
    figures: throughput.figuresOf(standings),
    problems: [...new Set(facts.flatMap(({ problems }) => problems))].map((problem) => `${name}: ${problem}`),
  };
}

function rowOf(head: Row, of: { readonly standing: Standing; readonly megabytes: number }): Row {
  const { standing, megabytes } = of;
  return {
    ...head,
    "MB/s": round(megabytes / (standing.totalMs / 1000)),
    "beside native": round(standing.besideNative),
    "CPU beside native": round(standing.cpuBesideNative),
    "beside best peer": standing.besideBestPeer === null ? null : round(standing.besideBestPeer),
    "first frame ms": round(standing.firstFrameMs),
    "native's time / first frame": round(standing.nativePerFirstFrame),
  };
}
