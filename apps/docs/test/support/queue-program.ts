import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildPrograms } from "../../src/build-programs.ts";
import { pathOf } from "../../src/documents.ts";
import { readBlocks } from "../../src/read-blocks.ts";
import { readPrograms } from "../../src/read-programs.ts";

const DOCUMENT = "docs/production.md";
/** A test waits for milliseconds where the document waits for seconds and minutes; nothing else of the block is changed. */
const SHORTER = [
  ["delay: 2_000,", "delay: 20,"],
  ["lockDuration: 360_000,", "lockDuration: 2_000, stalledInterval: 500,"],
] as const;
/** Of the last net alone: else it would hide that another one has a hole. */
const IMPATIENT = ["Date.now() - 3_600_000), 60_000)", "Date.now() - 500), 100)"] as const;

/**
 * Compiles the job queue of the guide to production as it stands there, but for its waits and the port of Redis.
 *
 * @param options - `isImpatient`: what waits is held after 500 ms, not after an hour.
 * @returns the path of the compiled module.
 */
export async function buildQueueProgram(
  folder: string,
  { redisPort, isImpatient }: { readonly redisPort: number; readonly isImpatient: boolean },
): Promise<string> {
  const programs = readPrograms(readBlocks(DOCUMENT, await readFile(pathOf(DOCUMENT), "utf8")));
  const program = programs.find(({ source }) => source.includes('from "bullmq"'));
  if (program === undefined) throw new Error(`${DOCUMENT} has no job queue.`);
  let { source } = program;
  for (const [written, short] of isImpatient ? [...SHORTER, IMPATIENT] : SHORTER) {
    if (!source.includes(written)) throw new Error(`${DOCUMENT}: the job queue has no "${written}".`);
    source = source.replace(written, short);
  }
  await writeFile(join(folder, program.fileName), source);
  await buildPrograms([{ ...program, source }], { folder, ports: { 6379: redisPort } });
  return join(folder, "out", `${basename(program.fileName, ".ts")}.js`);
}
