import { readFileSync } from "node:fs";
import { startProgram } from "./child-program.ts";
import type { ChildProgram } from "./child-program.ts";
import { createLargeFile } from "./large-file.ts";
import type { LargeFile } from "./large-file.ts";
import { toMegabytes, describeError, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { NODE_24, NODES, OTHERS, getProgramPath } from "./runtimes.ts";
import type { Runtime } from "./runtimes.ts";
import type { UploadFacts, UploadTask } from "./upload-program.ts";
import type { ReceivedUpload } from "./upload-server.ts";
import { V1_REPLY_FRAMES } from "./v1-reply.ts";

const GIBIBYTE = 1024 ** 3;
/** The maximum memory of an upload, in megabytes. */
const MAX_MEMORY_MB = 200;

/** Uploads 1 GiB from disk in each runtime, one after another. */
export async function measureUpload(): Promise<Measurement> {
  console.error("Writing a file of 1 GiB ...");
  const file = await createLargeFile(GIBIBYTE);
  try {
    const rows: Row[] = [];
    for (const runtime of [...NODES, ...OTHERS]) {
      console.error(`Uploading in ${runtime.name} ...`);
      rows.push(await uploadIn(runtime, file));
    }
    return {
      title: `Upload of 1 GiB with fromPath: resident memory above that of the idle process, at most ${MAX_MEMORY_MB} MB.`,
      rows,
    };
  } finally {
    file.remove();
  }
}

async function uploadIn(runtime: Runtime, file: LargeFile): Promise<Row> {
  const server = startProgram(NODE_24.command(getProgramPath("upload-server"), ""));
  let program: ChildProgram | null = null;
  try {
    const task: UploadTask = { baseUrl: `http://127.0.0.1:${await server.nextLine()}`, path: file.path };
    program = startProgram(runtime.command(getProgramPath("upload-program"), JSON.stringify(task)));
    const facts: UploadFacts = JSON.parse(await program.nextLine());
    if (facts.problem !== null) throw new Error(facts.problem);
    const kernelBytes = readPeakMemory(facts.pid);
    const received: ReceivedUpload = JSON.parse(await server.nextLine());
    const sampledMb = toMegabytes(facts.peakBytes - facts.idleBytes);
    const kernelMb = kernelBytes === null ? null : toMegabytes(kernelBytes - facts.idleBytes);
    const peakMb = Math.max(sampledMb, kernelMb ?? 0);
    return {
      cells: {
        runtime: runtime.name,
        "idle MB": toMegabytes(facts.idleBytes),
        "above, sampled": sampledMb,
        "above, VmHWM": kernelMb,
        "peak MB above idle": peakMb,
        seconds: toSeconds(facts.durationMs),
        length: received.contentLength === null ? (received.transferEncoding ?? "none") : "content-length",
        "file bytes received": received.file?.sizeBytes ?? null,
      },
      problem:
        [
          peakMb > MAX_MEMORY_MB ? `the upload took ${peakMb} MB, the limit is ${MAX_MEMORY_MB} MB` : null,
          describeDamage(received, file),
          facts.frames === V1_REPLY_FRAMES
            ? null
            : `the reply had ${facts.frames} frames, expected ${V1_REPLY_FRAMES}`,
        ].find((problem) => problem !== null) ?? null,
    };
  } catch (error) {
    return { cells: { runtime: runtime.name }, problem: describeError(error) };
  } finally {
    await program?.end();
    await server.end();
  }
}

/** Describes how a received upload differs from the file that was sent; `null` if it does not. */
export function describeDamage({ file, problem }: ReceivedUpload, sent: LargeFile): string | null {
  if (file === null) return problem;
  if (file.sizeBytes !== sent.sizeBytes)
    return `the server received ${file.sizeBytes} of ${sent.sizeBytes} bytes`;
  if (file.sha256 !== sent.sha256) return "the received bytes differ from those that were sent";
  return /name="image"; filename="large\.mp4"/.test(file.head)
    ? null
    : `the part has unexpected headers: ${file.head}`;
}

/** Reads the peak resident memory of a running process from the kernel, in bytes; `null` where there is no `/proc`. */
export function readPeakMemory(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
