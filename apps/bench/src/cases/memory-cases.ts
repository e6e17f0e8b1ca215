import { native } from "../readers/buffered-readers.ts";
import { hivekit } from "../readers/streaming-readers.ts";
import { NODE_24, NODE_26 } from "../programs/runtimes.ts";
import type { Runtime } from "../programs/runtimes.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { measureMemory } from "./measure-memory.ts";

/** The frames of payloads of 20 and 200 MB. */
const SMALL_FRAMES = 3600;
const LARGE_FRAMES = 36_000;
const SMALL_HEAP_FLAGS = ["--max-old-space-size=64"];

/** The memory of reading 20 and 200 MB, with Hivekit and with `JSON.parse`. */
export const memoryCases: readonly BenchCase[] = [
  ...[NODE_24, NODE_26].map((runtime): BenchCase => {
    const name = `memory-${runtime.name}`.toLowerCase().replaceAll(" ", "");
    return { group: "memory", name, run: (context) => compareSizes(runtime, context) };
  }),
  { group: "memory", name: "memory-smallheap", run: readInSmallHeap },
];

async function compareSizes(runtime: Runtime, context: BenchContext): Promise<CaseResult> {
  const read = (reader: string, frames: number) =>
    measureMemory({ reader, runtime, flags: [], frames, context });
  const small = await read(hivekit.name, SMALL_FRAMES);
  const large = await read(hivekit.name, LARGE_FRAMES);
  const all = [small, large, await read(native.name, SMALL_FRAMES), await read(native.name, LARGE_FRAMES)];
  return {
    rows: all.map(({ row }) => row),
    figures: [{ target: "memory", where: runtime.name, value: large.peakBytes / small.peakBytes }],
    problems: all.flatMap(({ problems }) => problems),
  };
}

async function readInSmallHeap(context: BenchContext): Promise<CaseResult> {
  const rows: Row[] = [];
  const problems: string[] = [];
  let isRead = false;
  for (const reader of [hivekit.name, native.name]) {
    const reading = { reader, runtime: NODE_24, flags: SMALL_HEAP_FLAGS, frames: LARGE_FRAMES, context };
    try {
      const measured = await measureMemory(reading);
      rows.push(measured.row);
      problems.push(...measured.problems);
      if (reader === hivekit.name) isRead = measured.problems.length === 0;
    } catch (error) {
      const outcome = error instanceof Error ? error.message : String(error);
      rows.push({ reader, runtime: [NODE_24.name, ...SMALL_HEAP_FLAGS].join(" "), outcome });
      // `JSON.parse` is expected to run out of memory.
      if (reader === hivekit.name) problems.push(`memory-smallheap: ${outcome}`);
    }
  }
  return { rows, problems, figures: [{ target: "smallHeap", where: NODE_24.name, value: isRead ? 1 : 0 }] };
}
