import { startProgram } from "./child-program.ts";
import type { LabelingFacts, LabelingTask } from "./labeling-program.ts";
import { problemOf, seconds } from "./measurement.ts";
import type { Measurement, MeasureOptions, Row } from "./measurement.ts";
import { programAt } from "./runtimes.ts";

/** Longer than Node's own fetch waits for headers. */
const DEFAULT_SECONDS = 360;
/** How much later than the answer the outcome may come. */
const SLACK_SECONDS = 5;

/** Lets a client wait for a person who takes minutes, over a socket and in process at once. */
export async function measureLabeling(options: MeasureOptions): Promise<Measurement> {
  const afterSeconds = options.seconds ?? DEFAULT_SECONDS;
  console.error(`Waiting ${afterSeconds} s for an answer ...`);
  return {
    title: `A labeling task of the emulator that is answered after ${afterSeconds} s reaches the client that waits for it.`,
    rows: await Promise.all([true, false].map((isOverSocket) => waitForPerson(isOverSocket, afterSeconds))),
  };
}

async function waitForPerson(isOverSocket: boolean, afterSeconds: number): Promise<Row> {
  const way = isOverSocket ? "over a socket, longFetch" : "in process";
  const task: LabelingTask = { isOverSocket, seconds: afterSeconds };
  const program = startProgram([process.execPath, programAt("labeling-program"), JSON.stringify(task)]);
  try {
    const { durationMs, outcome }: LabelingFacts = JSON.parse(await program.nextLine());
    const took = seconds(durationMs);
    const isInTime = took >= afterSeconds && took <= afterSeconds + SLACK_SECONDS;
    return {
      cells: { way, outcome, seconds: took },
      problem:
        outcome === "yes" && isInTime
          ? null
          : `expected yes after ${afterSeconds} s, got ${outcome} after ${took} s`,
    };
  } catch (error) {
    return { cells: { way }, problem: problemOf(error) };
  } finally {
    await program.end();
  }
}
