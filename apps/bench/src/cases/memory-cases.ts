import { native } from "../contestants/native.ts";
import { hivekit } from "../contestants/read-frames.ts";
import { NODE_24, NODE_26 } from "../programs/runtimes.ts";
import type { Runtime } from "../programs/runtimes.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { readForMemory } from "./read-for-memory.ts";

/** 20 and 200 MB. */
const SMALL = 3600;
const LARGE = 36_000;
const SMALL_HEAP_FLAGS = ["--max-old-space-size=64"];

/** Memory of 20 and of 200 MB, ours beside native's. */
export const memoryCases: readonly BenchCase[] = [
  ...[NODE_24, NODE_26].map((runtime): BenchCase => {
    const name = `memory-${runtime.name}`.toLowerCase().replaceAll(" ", "");
    return { group: "memory", name, run: (context) => compareSizes(runtime, context) };
  }),
  { group: "memory", name: "memory-smallheap", run: readInSmallHeap },
];

async function compareSizes(runtime: Runtime, context: BenchContext): Promise<CaseResult> {
  const read = (contestant: string, frames: number) =>
    readForMemory({ contestant, runtime, flags: [], frames, context });
  const small = await read(hivekit.name, SMALL);
  const large = await read(hivekit.name, LARGE);
  const all = [small, large, await read(native.name, SMALL), await read(native.name, LARGE)];
  return {
    rows: all.map(({ row }) => row),
    figures: [{ bound: "memory", where: runtime.name, value: large.peakBytes / small.peakBytes }],
    problems: all.flatMap(({ problems }) => problems),
  };
}

async function readInSmallHeap(context: BenchContext): Promise<CaseResult> {
  const rows: Row[] = [];
  const problems: string[] = [];
  let isRead = false;
  for (const contestant of [hivekit.name, native.name]) {
    const reading = { contestant, runtime: NODE_24, flags: SMALL_HEAP_FLAGS, frames: LARGE, context };
    try {
      const found = await readForMemory(reading);
      rows.push(found.row);
      problems.push(...found.problems);
      if (contestant === hivekit.name) isRead = found.problems.length === 0;
    } catch (error) {
      const outcome = error instanceof Error ? error.message : String(error);
      rows.push({ contestant, runtime: [NODE_24.name, ...SMALL_HEAP_FLAGS].join(" "), outcome });
      // Native is expected to die here.
      if (contestant === hivekit.name) problems.push(`memory-smallheap: ${outcome}`);
    }
  }
  return { rows, problems, figures: [{ bound: "smallHeap", where: NODE_24.name, value: isRead ? 1 : 0 }] };
}
