import { decodeTask } from "@hivekit/core";
import { VISUAL_HEADS } from "@hivekit/core/classes";
import { evaluatePolicy, sweepThreshold } from "@hivekit/core/evaluate";
import type { PolicyExample } from "@hivekit/core/evaluate";
import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
import { describeError } from "./measurement.ts";

/** The program's argument, as JSON. */
export type EvaluationTask = {
  readonly job: "evaluatePolicy" | "sweepThreshold";
  /** The number of tasks before the first memory measurement, and in total. */
  readonly warmUpTasks: number;
  readonly tasks: number;
};

/** The output of the program, as a line of JSON. */
export type EvaluationFacts = {
  /** The peak of the resident memory after the warm-up and after all tasks. */
  readonly warmPeakBytes: number;
  readonly peakBytes: number;
  readonly durationMs: number;
  /** The time of the processor, including that of the garbage collector's threads. */
  readonly cpuMs: number;
  /** The part of the duration in which tasks were created and decoded. */
  readonly decodingMs: number;
  readonly problem: string | null;
};

const CLASSES = VISUAL_HEADS.flatMap(({ classes }) => classes);

const { job, warmUpTasks, tasks }: EvaluationTask = JSON.parse(process.argv[2] ?? "{}");
let warmPeakBytes = 0;
let decodingMs = 0;
let problem: string | null = null;
const startMs = performance.now();
try {
  const counted = await run();
  if (counted !== tasks) problem = `${counted} of ${tasks} tasks were counted`;
} catch (error) {
  problem = describeError(error);
}
const { user, system } = process.cpuUsage();
const facts: EvaluationFacts = {
  warmPeakBytes,
  peakBytes: peakMemory(),
  durationMs: performance.now() - startMs,
  cpuMs: (user + system) / 1000,
  decodingMs,
  problem,
};
console.log(JSON.stringify(facts));
process.exit();

/** @returns the number of tasks that were counted, over all decisions or as distinct scores. */
async function run(): Promise<number> {
  if (job === "sweepThreshold") return (await sweepThreshold("yes_smoking", createExamples())).steps.length;
  const { matrix } = await evaluatePolicy(RECOMMENDED_POLICY, createExamples());
  return Object.values(matrix)
    .flatMap((row) => Object.values(row))
    .reduce((total, count) => total + count, 0);
}

/** Creates tasks of one image each, with all classes. A fifth is to be blocked. */
function* createExamples(): Generator<PolicyExample> {
  for (let index = 0; index < tasks; index++) {
    if (index === warmUpTasks) warmPeakBytes = peakMemory();
    const decodingStartMs = performance.now();
    const smoking = ((index * 7919) % tasks) / tasks;
    const classes = CLASSES.map((name) => ({ class: name, value: name === "yes_smoking" ? smoking : 0.01 }));
    const task = decodeTask({ task_id: `${index}`, output: [{ classes }] });
    decodingMs += performance.now() - decodingStartMs;
    yield { id: `${index}`, task, truth: index % 5 === 0 ? "block" : "allow" };
  }
}

/** Reads the highest resident memory so far, in bytes. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
