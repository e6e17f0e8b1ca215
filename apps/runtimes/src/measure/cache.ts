import type { CacheUploadFacts } from "./cache-upload-program.ts";
import { startProgram } from "./child-program.ts";
import type { ChildProgram } from "./child-program.ts";
import { createLargeFile } from "./large-file.ts";
import { toMegabytes, toSeconds } from "./measurement.ts";
import type { Measurement } from "./measurement.ts";
import { getProgramPath, NODE_24 } from "./runtimes.ts";
import { describeDamage, readPeakMemory } from "./upload.ts";
import type { UploadTask } from "./upload-program.ts";
import type { ReceivedUpload } from "./upload-server.ts";
import { V1_REPLY_FRAMES } from "./v1-reply.ts";

const GIBIBYTE = 1024 ** 3;
/** The maximum memory of the upload, in megabytes. */
const MAX_MEMORY_MB = 200;

/** Measures the memory and the time of a large file that the cache hashes and uploads, and of its reuse. */
export async function measureCache(): Promise<Measurement> {
  console.error("Writing a file of 1 GiB ...");
  const file = await createLargeFile(GIBIBYTE);
  console.error("Hashing and uploading it ...");
  const server = startProgram(NODE_24.command(getProgramPath("upload-server"), ""));
  let program: ChildProgram | null = null;
  try {
    const task: UploadTask = { baseUrl: `http://127.0.0.1:${await server.nextLine()}`, path: file.path };
    program = startProgram(NODE_24.command(getProgramPath("cache-upload-program"), JSON.stringify(task)));
    const facts: CacheUploadFacts = JSON.parse(await program.nextLine());
    if (facts.problem !== null) throw new Error(facts.problem);
    const received: ReceivedUpload = JSON.parse(await server.nextLine());
    const peakBytes = Math.max(facts.peakBytes, readPeakMemory(facts.pid) ?? 0);
    const aboveMb = toMegabytes(peakBytes - facts.idleBytes);
    const problems = [
      describeDamage(received, file),
      aboveMb > MAX_MEMORY_MB ? `it took ${aboveMb} MB, the limit is ${MAX_MEMORY_MB} MB` : null,
      facts.frames === V1_REPLY_FRAMES ? null : `the result had ${facts.frames} frames`,
      facts.isReused ? null : "the second call submitted again",
    ];
    return {
      title: `1 GiB with fromPath and withVerdictCache: at most ${MAX_MEMORY_MB} MB above the idle process.`,
      rows: [
        {
          cells: {
            memory: `${aboveMb} MB above ${toMegabytes(facts.idleBytes)} MB idle`,
            "hash and upload": `${toSeconds(facts.durationMs)} s`,
            "second call": `${toSeconds(facts.hashMs)} s`,
          },
          problem: problems.find((problem) => problem !== null) ?? null,
        },
      ],
    };
  } finally {
    await program?.end();
    await server.end();
    file.remove();
  }
}
