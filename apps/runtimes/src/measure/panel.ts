import { startProgram } from "./child-program.ts";
import type { ChildProgram } from "./child-program.ts";
import { createLargeFile } from "./large-file.ts";
import { describeError, toMegabytes, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { measureClosing } from "./panel-close.ts";
import type { PanelFaultsTask } from "./panel-faults-program.ts";
import type { FaultRuns } from "./panel-faults.ts";
import type { PanelUploadFacts } from "./panel-upload-program.ts";
import { getProgramPath, NODE_24 } from "./runtimes.ts";
import { describeDamage, readPeakMemory } from "./upload.ts";
import type { UploadTask } from "./upload-program.ts";
import type { ReceivedUpload } from "./upload-server.ts";
import { V1_REPLY_FRAMES } from "./v1-reply.ts";

const RUNS = 1000;
const VERDICTS = 200;
const MEMBERS = 3;
const GIBIBYTE = 1024 ** 3;
/** The maximum memory of the upload, in megabytes, for all members together. */
const MAX_MEMORY_MB = 300;

/** Measures panels: what they promise with faults, how fast they close connections, and the memory of an upload. */
export async function measurePanel(): Promise<Measurement> {
  const rows: Row[] = [];
  for (const measure of [measureFaults, measureConnections, measureMemory]) {
    try {
      rows.push(await measure());
    } catch (error) {
      rows.push({ cells: { measurement: measure.name }, problem: describeError(error) });
    }
  }
  return {
    title:
      `${RUNS} verdicts with faults in the emulator: never allow with a failed or canceled member, and charges that equal its journal. ` +
      `${VERDICTS} blocks with two results that never end: the time until their connections are closed. ` +
      `1 GiB with fromPath for ${MEMBERS} members at once: at most ${MAX_MEMORY_MB} MB above the idle process.`,
    rows,
  };
}

async function measureFaults(): Promise<Row> {
  console.error(`Judging ${RUNS} items with faults ...`);
  const task: PanelFaultsTask = { runs: RUNS, seed: Date.now() % 1000 };
  const program = startProgram(NODE_24.command(getProgramPath("panel-faults-program"), JSON.stringify(task)));
  try {
    const { problem, runs, decisions, states, faults, withoutCancellation, complete }: FaultRuns = JSON.parse(
      await program.nextLine(),
    );
    const listed = (counts: Readonly<Record<string, number>>): string =>
      Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(", ");
    console.error(`Seed ${task.seed}. Faults: ${listed(faults)}. Members: ${listed(states)}.`);
    return {
      cells: {
        measurement: `${runs} runs with faults`,
        result: `${listed(decisions)}; ${withoutCancellation} without cancellation; ${complete} complete charges`,
      },
      problem,
    };
  } finally {
    await program.end();
  }
}

async function measureConnections(): Promise<Row> {
  console.error(`Blocking ${VERDICTS} items while other results are arriving ...`);
  const { verdictMs, closedMs } = await measureClosing(VERDICTS);
  return {
    cells: {
      measurement: `${VERDICTS} blocks, milliseconds`,
      result: `verdict: ${describeTimes(verdictMs)}; other connections closed: ${describeTimes(closedMs)}`,
    },
    problem: null,
  };
}

/** Describes the median and the maximum. */
function describeTimes(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const format = (time: number | undefined): string => (time ?? 0).toFixed(1);
  return `median ${format(sorted[Math.floor(sorted.length / 2)])}, maximum ${format(sorted.at(-1))}`;
}

async function measureMemory(): Promise<Row> {
  console.error("Writing a file of 1 GiB ...");
  const file = await createLargeFile(GIBIBYTE);
  console.error(`Uploading it to ${MEMBERS} projects ...`);
  const server = startProgram(NODE_24.command(getProgramPath("upload-server"), ""));
  let program: ChildProgram | null = null;
  try {
    const task: UploadTask = { baseUrl: `http://127.0.0.1:${await server.nextLine()}`, path: file.path };
    program = startProgram(NODE_24.command(getProgramPath("panel-upload-program"), JSON.stringify(task)));
    const facts: PanelUploadFacts = JSON.parse(await program.nextLine());
    if (facts.problem !== null) throw new Error(facts.problem);
    const peakBytes = Math.max(facts.peakBytes, readPeakMemory(facts.pid) ?? 0);
    const aboveMb = toMegabytes(peakBytes - facts.idleBytes);
    const problems: (string | null)[] = [
      aboveMb > MAX_MEMORY_MB ? `it took ${aboveMb} MB, the limit is ${MAX_MEMORY_MB} MB` : null,
      facts.frames.length === MEMBERS && facts.frames.every((count) => count === V1_REPLY_FRAMES)
        ? null
        : `the results had ${facts.frames.join(", ")} frames, expected ${V1_REPLY_FRAMES} each`,
    ];
    for (let member = 0; member < MEMBERS; member++) {
      const received: ReceivedUpload = JSON.parse(await server.nextLine());
      problems.push(describeDamage(received, file));
    }
    return {
      cells: {
        measurement: `1 GiB for ${MEMBERS} members`,
        result: `${aboveMb} MB above ${toMegabytes(facts.idleBytes)} MB idle, ${toSeconds(facts.durationMs)} s`,
      },
      problem: problems.find((problem) => problem !== null) ?? null,
    };
  } finally {
    await program?.end();
    await server.end();
    file.remove();
  }
}
