import { startProgram } from "./child-program.ts";
import { toMegabytes, describeError, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";
import type { SignalFacts, SignalPath, SignalTask } from "./signal-program.ts";

const WARM_UP_CALLS = 10_000;
const CALLS = 100_000;
/** The maximum memory growth from the warm-up to the end, in megabytes. */
const MAX_GROWTH_MB = 20;

const PATHS: readonly SignalPath[] = [
  "classify",
  "classify, failing",
  "task",
  "frames().summary()",
  "frames() to the end",
  "frames() closed after the first",
];

/**
 * Makes many calls with one signal that outlives them. Each way to use a client runs in its own process, concurrently.
 */
export async function measureSignal(): Promise<Measurement> {
  console.error(`Making ${CALLS} calls in each of ${PATHS.length} ways ...`);
  return {
    title: `${CALLS} calls on one AbortSignal in Node 24: at most ${MAX_GROWTH_MB} MB more resident memory than after ${WARM_UP_CALLS}, and no remaining listeners.`,
    rows: await Promise.all(PATHS.map(callOnOneSignal)),
  };
}

async function callOnOneSignal(path: SignalPath): Promise<Row> {
  const task: SignalTask = { path, warmUpCalls: WARM_UP_CALLS, calls: CALLS };
  const program = startProgram([
    process.execPath,
    "--expose-gc",
    // V8 lets its young generation grow to 100 MB and more, which would hide the retained memory.
    "--max-semi-space-size=1",
    getProgramPath("signal-program"),
    JSON.stringify(task),
  ]);
  try {
    const facts: SignalFacts = JSON.parse(await program.nextLine());
    const growthMb = toMegabytes(facts.finalBytes - facts.warmBytes);
    return {
      cells: {
        path,
        "MB after 10 000": toMegabytes(facts.warmBytes),
        "MB after 100 000": toMegabytes(facts.finalBytes),
        "growth MB": growthMb,
        "heap growth MB": toMegabytes(facts.finalHeapBytes - facts.warmHeapBytes),
        "listeners left": facts.listeners,
        seconds: toSeconds(facts.durationMs),
      },
      problem:
        [
          facts.problem,
          growthMb > MAX_GROWTH_MB ? `memory grew by ${growthMb} MB, the limit is ${MAX_GROWTH_MB} MB` : null,
          facts.listeners > 0 ? `${facts.listeners} listeners remain on the signal` : null,
        ].find((problem) => problem !== null) ?? null,
    };
  } catch (error) {
    return { cells: { path }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
