import { startProgram } from "./child-program.ts";
import type { EmulatorFacts, EmulatorTask } from "./emulator-program.ts";
import { megabytes, problemOf, seconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { programAt } from "./runtimes.ts";

const WARM_UP = 1000;
const SUBMISSIONS = 10_000;
const CONCURRENCY = 64;
/** The most that memory may grow from the warm-up to the end, in megabytes. */
const BOUND_MB = 50;

/** Submits much at once to one emulator, in process and over a socket, one after the other. */
export async function measureEmulator(): Promise<Measurement> {
  console.error(`Submitting ${SUBMISSIONS} times, ${CONCURRENCY} at once ...`);
  const rows: Row[] = [];
  for (const isTuned of [false, true]) {
    for (const isOverSocket of [false, true]) rows.push(await submitMany({ isOverSocket, isTuned }));
  }
  return {
    title:
      `${SUBMISSIONS} submissions to one emulator in the client's own process, ${CONCURRENCY} at once, of pictures (v1, v3), texts (v2) and ` +
      `labeling: none lost, journal and balances exact. With Node as it is, resident memory is what its collector leaves for later, too; ` +
      `with small young objects' space (--max-semi-space-size=1) and garbage collected every 250 submissions it is what is kept: ` +
      `at most ${BOUND_MB} MB more than after ${WARM_UP}.`,
    rows,
  };
}

async function submitMany({
  isOverSocket,
  isTuned,
}: {
  readonly isOverSocket: boolean;
  readonly isTuned: boolean;
}): Promise<Row> {
  const way = `${isOverSocket ? "over a socket" : "in process"}, ${isTuned ? "Node tuned" : "Node as it is"}`;
  const task: EmulatorTask = {
    isOverSocket,
    isCollecting: isTuned,
    warmUp: WARM_UP,
    submissions: SUBMISSIONS,
    concurrency: CONCURRENCY,
  };
  const program = startProgram([
    process.execPath,
    // Also for Node as it is: what is measured is after a collection.
    "--expose-gc",
    // V8 lets its space for young objects grow to 100 MB and more, and keeps it: that drowns what submissions leave behind.
    ...(isTuned ? ["--max-semi-space-size=1"] : []),
    programAt("emulator-program"),
    JSON.stringify(task),
  ]);
  try {
    const facts: EmulatorFacts = JSON.parse(await program.nextLine());
    const growthMb = megabytes(facts.finalBytes - facts.warmBytes);
    return {
      cells: {
        way,
        "MB after 1 000": megabytes(facts.warmBytes),
        "MB after 10 000": megabytes(facts.finalBytes),
        "growth MB": growthMb,
        "heap MB": megabytes(facts.heapBytes),
        seconds: seconds(facts.durationMs),
        "submissions/s": Math.round(SUBMISSIONS / (facts.durationMs / 1000)),
      },
      problem:
        facts.problem ??
        (isTuned && growthMb > BOUND_MB ? `${growthMb} MB are more than ${BOUND_MB} MB` : null),
    };
  } catch (error) {
    return { cells: { way }, problem: problemOf(error) };
  } finally {
    await program.end();
  }
}
