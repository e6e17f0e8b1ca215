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
  for (const isOverSocket of [false, true]) rows.push(await submitMany(isOverSocket));
  return {
    title:
      `${SUBMISSIONS} submissions to one emulator in the client's own process, ${CONCURRENCY} at once, of pictures (v1, v3), texts (v2) and ` +
      `labeling: none lost, journal and balances exact, at most ${BOUND_MB} MB more resident memory than after ${WARM_UP}.`,
    rows,
  };
}

async function submitMany(isOverSocket: boolean): Promise<Row> {
  const way = isOverSocket ? "over a socket" : "in process";
  const task: EmulatorTask = {
    isOverSocket,
    warmUp: WARM_UP,
    submissions: SUBMISSIONS,
    concurrency: CONCURRENCY,
  };
  const program = startProgram([
    process.execPath,
    "--expose-gc",
    // V8 lets its space for young objects grow to 100 MB and more, and keeps it: that would drown what submissions leave behind.
    "--max-semi-space-size=1",
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
        seconds: seconds(facts.durationMs),
        "submissions/s": Math.round(SUBMISSIONS / (facts.durationMs / 1000)),
      },
      problem: facts.problem ?? (growthMb > BOUND_MB ? `${growthMb} MB are more than ${BOUND_MB} MB` : null),
    };
  } catch (error) {
    return { cells: { way }, problem: problemOf(error) };
  } finally {
    await program.end();
  }
}
