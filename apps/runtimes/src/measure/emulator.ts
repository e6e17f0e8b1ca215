import { startProgram } from "./child-program.ts";
import type { EmulatorFacts, EmulatorTask } from "./emulator-program.ts";
import { toMegabytes, describeError, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";

const WARM_UP = 1000;
const SUBMISSIONS = 10_000;
const CONCURRENCY = 64;
/** The maximum memory growth from the warm-up to the end, in megabytes. */
const MAX_GROWTH_MB = 50;

/** Makes many concurrent submissions to one emulator, first in process, then over a socket. */
export async function measureEmulator(): Promise<Measurement> {
  console.error(`Making ${SUBMISSIONS} submissions, ${CONCURRENCY} at once ...`);
  const rows: Row[] = [];
  for (const isTuned of [false, true]) {
    for (const isOverSocket of [false, true]) rows.push(await submitMany({ isOverSocket, isTuned }));
  }
  return {
    title:
      `${SUBMISSIONS} submissions to one emulator in the client's own process, ${CONCURRENCY} at once, of pictures (v1, v3), text (v2) and ` +
      `labeling: none lost, journal and balances exact. With default settings, resident memory includes garbage that Node has not collected ` +
      `yet. With --max-semi-space-size=1 and a garbage collection every 250 submissions it is the retained memory: ` +
      `at most ${MAX_GROWTH_MB} MB more than after ${WARM_UP}.`,
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
  const way = `${isOverSocket ? "over a socket" : "in process"}, ${isTuned ? "tuned" : "default settings"}`;
  const task: EmulatorTask = {
    isOverSocket,
    isCollecting: isTuned,
    warmUp: WARM_UP,
    submissions: SUBMISSIONS,
    concurrency: CONCURRENCY,
  };
  const program = startProgram([
    process.execPath,
    // With both settings, memory is measured after a garbage collection.
    "--expose-gc",
    // V8 lets its young generation grow to 100 MB and more, which would hide the retained memory.
    ...(isTuned ? ["--max-semi-space-size=1"] : []),
    getProgramPath("emulator-program"),
    JSON.stringify(task),
  ]);
  try {
    const facts: EmulatorFacts = JSON.parse(await program.nextLine());
    const growthMb = toMegabytes(facts.finalBytes - facts.warmBytes);
    return {
      cells: {
        way,
        "MB after 1 000": toMegabytes(facts.warmBytes),
        "MB after 10 000": toMegabytes(facts.finalBytes),
        "growth MB": growthMb,
        "heap MB": toMegabytes(facts.heapBytes),
        seconds: toSeconds(facts.durationMs),
        "submissions/s": Math.round(SUBMISSIONS / (facts.durationMs / 1000)),
      },
      problem:
        facts.problem ??
        (isTuned && growthMb > MAX_GROWTH_MB
          ? `memory grew by ${growthMb} MB, the limit is ${MAX_GROWTH_MB} MB`
          : null),
    };
  } catch (error) {
    return { cells: { way }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
