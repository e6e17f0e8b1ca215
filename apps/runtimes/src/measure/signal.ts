import { startProgram } from "./child-program.ts";
import { megabytes, problemOf, seconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { programAt } from "./runtimes.ts";
import type { SignalFacts, SignalPath, SignalTask } from "./signal-program.ts";

const WARM_UP_CALLS = 10_000;
const CALLS = 100_000;
/** The most that memory may grow from the warm-up to the end, in megabytes. */
const BOUND_MB = 20;

const PATHS: readonly SignalPath[] = [
  "classify",
  "classify, failing",
  "task",
  "frames().summary()",
  "frames() to the end",
  "frames() left at the first",
];

/** Makes many calls on one signal that outlives them: each way in a process of its own, all at once. */
export async function measureSignal(): Promise<Measurement> {
  console.error(`Making ${CALLS} calls in each of ${PATHS.length} ways ...`);
  return {
    title: `${CALLS} calls on one AbortSignal in Node 24: at most ${BOUND_MB} MB more resident memory than after ${WARM_UP_CALLS}, and no listener left.`,
    rows: await Promise.all(PATHS.map(callOnOneSignal)),
  };
}

async function callOnOneSignal(path: SignalPath): Promise<Row> {
  const task: SignalTask = { path, warmUpCalls: WARM_UP_CALLS, calls: CALLS };
  const program = startProgram([
    process.execPath,
    "--expose-gc",
    // V8 lets its space for young objects grow to 100 MB and more, and keeps it: that would drown what calls leave behind.
    "--max-semi-space-size=1",
    programAt("signal-program"),
    JSON.stringify(task),
  ]);
  try {
    const facts: SignalFacts = JSON.parse(await program.nextLine());
    const growthMb = megabytes(facts.finalBytes - facts.warmBytes);
    return {
      cells: {
        path,
        "MB after 10 000": megabytes(facts.warmBytes),
        "MB after 100 000": megabytes(facts.finalBytes),
        "growth MB": growthMb,
        "of it heap MB": megabytes(facts.finalHeapBytes - facts.warmHeapBytes),
        "listeners left": facts.listeners,
        seconds: seconds(facts.durationMs),
      },
      problem:
        [
          facts.problem,
          growthMb > BOUND_MB ? `${growthMb} MB are more than ${BOUND_MB} MB` : null,
          facts.listeners > 0 ? `${facts.listeners} listeners are left on the signal` : null,
        ].find((problem) => problem !== null) ?? null,
    };
  } catch (error) {
    return { cells: { path }, problem: problemOf(error) };
  } finally {
    await program.end();
  }
}
