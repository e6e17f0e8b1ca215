import { startProgram } from "./child-program.ts";
import type { EvaluationFacts, EvaluationTask } from "./evaluation-program.ts";
import { describeError, toMegabytes, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";

const WARM_UP_TASKS = 10_000;
const TASKS = 100_000;

/** The maximum growth of the peak memory from the warm-up to the end, in megabytes. A sweep keeps every score. */
const MAX_GROWTH_MB: Readonly<Record<EvaluationTask["job"], number>> = {
  evaluatePolicy: 20,
  sweepThreshold: 150,
};

/** Evaluates tasks that are decoded one at a time. Each job runs in its own process, one after the other. */
export async function measureEvaluation(): Promise<Measurement> {
  console.error(`Evaluating ${TASKS} tasks ...`);
  return {
    title: `${TASKS} tasks of visual moderation, decoded one at a time, in Node 24: at most ${MAX_GROWTH_MB.evaluatePolicy} MB more peak memory than for ${WARM_UP_TASKS} in evaluatePolicy, and ${MAX_GROWTH_MB.sweepThreshold} MB in sweepThreshold, where all scores differ.`,
    rows: [await evaluate("evaluatePolicy"), await evaluate("sweepThreshold")],
  };
}

async function evaluate(job: EvaluationTask["job"]): Promise<Row> {
  const task: EvaluationTask = { job, warmUpTasks: WARM_UP_TASKS, tasks: TASKS };
  const program = startProgram([
    process.execPath,
    // V8 lets its young generation grow to 100 MB and more, which would hide the retained memory.
    "--max-semi-space-size=1",
    getProgramPath("evaluation-program"),
    JSON.stringify(task),
  ]);
  try {
    const facts: EvaluationFacts = JSON.parse(await program.nextLine());
    const growthMb = toMegabytes(facts.peakBytes - facts.warmPeakBytes);
    const isHigh = growthMb > MAX_GROWTH_MB[job];
    return {
      cells: {
        job,
        "peak MB after 10 000": toMegabytes(facts.warmPeakBytes),
        "peak MB after 100 000": toMegabytes(facts.peakBytes),
        "growth MB": growthMb,
        seconds: toSeconds(facts.durationMs),
        "CPU seconds": toSeconds(facts.cpuMs),
        "of which decoding": toSeconds(facts.decodingMs),
      },
      problem: isHigh
        ? `memory grew by ${growthMb} MB, the limit is ${MAX_GROWTH_MB[job]} MB`
        : facts.problem,
    };
  } catch (error) {
    return { cells: { job }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
