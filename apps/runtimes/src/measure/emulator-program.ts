import { setTimeout as pause } from "node:timers/promises";
import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import { describeError } from "./measurement.ts";

/** The program's argument, as JSON. */
export type EmulatorTask = {
  readonly isOverSocket: boolean;
  /** Whether garbage is collected during the submissions, in addition to before each memory measurement. */
  readonly isCollecting: boolean;
  /** The number of submissions before the first memory measurement, and in total. */
  readonly warmUp: number;
  readonly submissions: number;
  readonly concurrency: number;
};

/** The output of the program, as a line of JSON. */
export type EmulatorFacts = {
  /** The resident memory after the warm-up and after all submissions, each after a garbage collection. */
  readonly warmBytes: number;
  readonly finalBytes: number;
  /** The used heap at the end. */
  readonly heapBytes: number;
  readonly durationMs: number;
  /** A description of lost, duplicate or wrongly charged submissions; `null` if there are none. */
  readonly problem: string | null;
};

/** The number of submissions between garbage collections. */
const COLLECT_EVERY = 250;
/** The initial balance of each project, in US dollars. */
const BALANCE_USD = 1000;
const UNITS_PER_USD = 100_000;
/** A picture of one pixel. A number after it makes each file unique. */
const PICTURE = Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64");

const task: EmulatorTask = JSON.parse(process.argv[2] ?? "{}");
if (globalThis.gc === undefined) throw new Error("run this program with --expose-gc");
const collect = globalThis.gc;

const emulator = createEmulator({
  projects: [
    { key: "visual", model: "emulator_visual", balanceUsd: BALANCE_USD },
    { key: "text", model: "emulator_text", balanceUsd: BALANCE_USD },
    { key: "v3", model: "emulator_v3", balanceUsd: BALANCE_USD, unitPriceUsd: 0.00007 },
    { key: "labeling", model: "emulator_labeling", balanceUsd: BALANCE_USD, unitPriceUsd: 0.01 },
  ],
  rules: [{ match: { project: "labeling" }, labels: ["yes"] }],
});
const server = task.isOverSocket ? await listen({ emulator }) : null;
const connection: HiveClientOptions =
  server === null ? { fetch: emulator.fetch, retry: false } : { baseUrl: server.url, retry: false };
const visual = new HiveClient({ ...connection, apiKey: "visual" });
const text = new HiveClient({ ...connection, apiKey: "text", api: "v2" });
const v3 = new HiveClient({ ...connection, apiKey: "v3", api: "v3", model: "hive/visual-moderation" });
const labeling = new HiveClient({ ...connection, apiKey: "labeling" });

const createMedia = (index: number): Blob => new Blob([PICTURE, String(index)], { type: "image/gif" });
/** The kinds of submissions. The program alternates between them. */
const SUBMIT: readonly ((index: number) => Promise<{ readonly id: string }>)[] = [
  (index) => visual.classify({ media: createMedia(index), filename: `${index}.gif` }),
  (index) => text.classify({ text: `text ${index}` }),
  (index) => v3.classify({ media: createMedia(index), filename: `${index}.gif` }),
  (index) => labeling.classify({ media: createMedia(index), filename: `${index}.gif` }),
];

const ids = new Set<string>();
const startMs = performance.now();
let problem: string | null = null;
let warmBytes = 0;
try {
  await submitAll(0, task.warmUp);
  warmBytes = await measureSettledMemory();
  await submitAll(task.warmUp, task.submissions);
} catch (error) {
  problem = describeError(error);
}
const durationMs = performance.now() - startMs;
const facts: EmulatorFacts = {
  warmBytes,
  finalBytes: await measureSettledMemory(),
  heapBytes: process.memoryUsage().heapUsed,
  durationMs,
  problem: problem ?? findMistake(emulator),
};
console.log(JSON.stringify(facts));
process.exit();

async function submitAll(from: number, to: number): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < to) {
      const index = next;
      next += 1;
      const { id } = (await SUBMIT[index % SUBMIT.length]?.(index)) ?? { id: "" };
      ids.add(id);
      // Measures retained memory only. Otherwise garbage outside of the heap (forms, blobs) would be included.
      if (task.isCollecting && ids.size % COLLECT_EVERY === 0) collect();
    }
  };
  await Promise.all(Array.from({ length: task.concurrency }, work));
}

/**
 * Describes the first error in the journal, the charges or the balances, with a precision of $0.00001; `null` if there
 * is none.
 */
function findMistake({ journal, projects }: Emulator): string | null {
  if (ids.size !== task.submissions) return `${ids.size} different tasks for ${task.submissions} submissions`;
  if (journal.length !== task.submissions) return `${journal.length} entries in the journal`;
  const unknown = journal.find(({ taskId, httpStatus }) => httpStatus !== 200 || !ids.has(taskId ?? ""));
  if (unknown !== undefined) return `the journal contains an unexpected entry: ${JSON.stringify(unknown)}`;
  if (new Set(journal.map(({ taskId }) => taskId)).size !== task.submissions)
    return "the journal contains a task twice";
  for (const { key, unitPriceUsd, balanceUsd, chargedUsd, submissions, failures } of projects.slice(
    -SUBMIT.length,
  )) {
    const own = journal.filter(({ projectKey }) => projectKey === key);
    const expected = Math.round(own.length * (unitPriceUsd ?? 0) * UNITS_PER_USD);
    const inJournal = own.reduce((sum, { chargeUsd }) => sum + Math.round(chargeUsd * UNITS_PER_USD), 0);
    const charged = Math.round(chargedUsd * UNITS_PER_USD);
    const left = Math.round((balanceUsd ?? 0) * UNITS_PER_USD);
    const isExact =
      own.length === task.submissions / SUBMIT.length &&
      own.length === submissions &&
      failures === 0 &&
      inJournal === expected &&
      charged === expected &&
      left === BALANCE_USD * UNITS_PER_USD - expected &&
      chargedUsd === expected / UNITS_PER_USD;
    if (!isExact)
      return `${key}: ${own.length} of ${submissions} submissions, ${chargedUsd} charged, ${balanceUsd} left`;
  }
  return null;
}

/**
 * Collects garbage several times: finalizers release memory for the next round, and the system reclaims pages with a
 * delay.
 */
async function measureSettledMemory(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    collect();
    await pause(100);
  }
  return process.memoryUsage().rss;
}
