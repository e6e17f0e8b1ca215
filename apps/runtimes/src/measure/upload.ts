import { startProgram } from "./child-program.ts";
import type { ChildProgram } from "./child-program.ts";
import { makeLargeFile } from "./large-file.ts";
import type { LargeFile } from "./large-file.ts";
import { megabytes, problemOf, seconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { peakMemoryOf } from "./peak-memory.ts";
import { NODE_24, NODES, OTHERS, programAt } from "./runtimes.ts";
import type { Runtime } from "./runtimes.ts";
import type { UploadFacts, UploadTask } from "./upload-program.ts";
import type { ReceivedUpload } from "./upload-server.ts";
import { V1_REPLY_FRAMES } from "./v1-reply.ts";

const GIBIBYTE = 1024 ** 3;
/** The most memory that an upload may take, in megabytes. */
const BOUND_MB = 200;

/** Uploads 1 GiB from disk in each runtime, one after the other. */
export async function measureUpload(): Promise<Measurement> {
  console.error("Writing a file of 1 GiB ...");
  const file = await makeLargeFile(GIBIBYTE);
  try {
    const rows: Row[] = [];
    for (const runtime of [...NODES, ...OTHERS]) {
      console.error(`Uploading in ${runtime.name} ...`);
      rows.push(await uploadIn(runtime, file));
    }
    return {
      title: `Upload of 1 GiB with fromPath: resident memory above that of the idle process, at most ${BOUND_MB} MB.`,
      rows,
    };
  } finally {
    file.remove();
  }
}

async function uploadIn(runtime: Runtime, file: LargeFile): Promise<Row> {
  const server = startProgram(NODE_24.command(programAt("upload-server"), ""));
  let program: ChildProgram | null = null;
  try {
    const task: UploadTask = { baseUrl: `http://127.0.0.1:${await server.nextLine()}`, path: file.path };
    program = startProgram(runtime.command(programAt("upload-program"), JSON.stringify(task)));
    const facts: UploadFacts = JSON.parse(await program.nextLine());
    if (facts.problem !== null) throw new Error(facts.problem);
    const outsideBytes = peakMemoryOf(facts.pid);
    const received: ReceivedUpload = JSON.parse(await server.nextLine());
    const sampledMb = megabytes(facts.peakBytes - facts.idleBytes);
    const outsideMb = outsideBytes === null ? null : megabytes(outsideBytes - facts.idleBytes);
    const peakMb = Math.max(sampledMb, outsideMb ?? 0);
    return {
      cells: {
        runtime: runtime.name,
        "idle MB": megabytes(facts.idleBytes),
        "above, sampled": sampledMb,
        "above, VmHWM": outsideMb,
        "peak MB above idle": peakMb,
        seconds: seconds(facts.durationMs),
        length: received.contentLength === null ? (received.transferEncoding ?? "none") : "content-length",
        "file bytes received": received.file?.sizeBytes ?? null,
      },
      problem:
        [
          peakMb > BOUND_MB ? `${peakMb} MB are more than ${BOUND_MB} MB` : null,
          problemOfReceived(received, file),
          facts.frames === V1_REPLY_FRAMES ? null : `the reply was read with ${facts.frames} frames`,
        ].find((problem) => problem !== null) ?? null,
    };
  } catch (error) {
    return { cells: { runtime: runtime.name }, problem: problemOf(error) };
  } finally {
    await program?.end();
    await server.end();
  }
}

function problemOfReceived({ file, problem }: ReceivedUpload, sent: LargeFile): string | null {
  if (file === null) return problem;
  if (file.sizeBytes !== sent.sizeBytes) return `${file.sizeBytes} bytes arrived of ${sent.sizeBytes}`;
  if (file.sha256 !== sent.sha256) return "other bytes arrived than were sent";
  return /name="image"; filename="large\.mp4"/.test(file.head) ? null : `the part is headed ${file.head}`;
}
