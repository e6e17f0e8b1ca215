import { startProgram } from "./child-program.ts";
import type { LabelingFacts, LabelingTask } from "./labeling-program.ts";
import { describeError, toSeconds } from "./measurement.ts";
import type { Measurement, MeasureOptions, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";

/** Longer than the headers timeout of Node's `fetch`. */
const DEFAULT_SECONDS = 360;
/** The permitted delay between the answer and the outcome. */
const SLACK_SECONDS = 5;

/** Has a client wait for a reviewer who takes minutes, over a socket and in process at the same time. */
export async function measureLabeling(options: MeasureOptions): Promise<Measurement> {
  const afterSeconds = options.seconds ?? DEFAULT_SECONDS;
  console.error(`Waiting ${afterSeconds} s for an answer ...`);
  return {
    title: `The answer to a labeling task of the emulator after ${afterSeconds} s reaches the waiting client.`,
    rows: await Promise.all([true, false].map((isOverSocket) => waitForReviewer(isOverSocket, afterSeconds))),
  };
}

async function waitForReviewer(isOverSocket: boolean, afterSeconds: number): Promise<Row> {
  const way = isOverSocket ? "over a socket, longFetch" : "in process";
  const task: LabelingTask = { isOverSocket, seconds: afterSeconds };
  const program = startProgram([process.execPath, getProgramPath("labeling-program"), JSON.stringify(task)]);
  try {
    const { durationMs, outcome }: LabelingFacts = JSON.parse(await program.nextLine());
    const tookSeconds = toSeconds(durationMs);
    const isInTime = tookSeconds >= afterSeconds && tookSeconds <= afterSeconds + SLACK_SECONDS;
    return {
      cells: { way, outcome, seconds: tookSeconds },
      problem:
        outcome === "yes" && isInTime
          ? null
          : `expected yes after ${afterSeconds} s, got ${outcome} after ${tookSeconds} s`,
    };
  } catch (error) {
    return { cells: { way }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
