import { setTimeout as pause } from "node:timers/promises";
import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import { problemOf } from "./measurement.ts";

/** The program's argument, as JSON. */
export type EmulatorTask = {
  readonly isOverSocket: boolean;
  /** Whether garbage is collected while submissions go on, and not just before memory is measured. */
  readonly isCollecting: boolean;
  /** After how many submissions memory is measured for comparison, and at last. */
  readonly warmUp: number;
  readonly submissions: number;
  readonly concurrency: number;
};

/** What the program prints, as a line of JSON. */
export type EmulatorFacts = {
  /** Resident memory after the warm-up and after all submissions, garbage having been collected. */
  readonly warmBytes: number;
  readonly finalBytes: number;
  /** The part of the heap that is in use at the end. */
  readonly heapBytes: number;
  readonly durationMs: number;
  /** What is lost, double or wrongly counted; `null` for nothing. */
  readonly problem: string | null;
};

/** After how many submissions garbage is collected. */
const COLLECT_EVERY = 250;
/** What each project starts with, in US dollars. */
const BALANCE_USD = 1000;
const UNITS_PER_USD = 100_000;
/** A picture of one pixel; a number behind it makes each one another file. */
const PICTURE = Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64");

const given: EmulatorTask = JSON.parse(process.argv[2] ?? "{}");
if (globalThis.gc === undefined) throw new Error("run this with --expose-gc");
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
const server = given.isOverSocket ? await listen({ emulator }) : null;
const reached: HiveClientOptions =
  server === null ? { fetch: emulator.fetch, retry: false } : { baseUrl: server.url, retry: false };
const visual = new HiveClient({ ...reached, apiKey: "visual" });
const text = new HiveClient({ ...reached, apiKey: "text", api: "v2" });
const v3 = new HiveClient({ ...reached, apiKey: "v3", api: "v3", model: "hive/visual-moderation" });
const labeling = new HiveClient({ ...reached, apiKey: "labeling" });

const media = (place: number): Blob => new Blob([PICTURE, String(place)], { type: "image/gif" });
/** The submissions take turns. */
const SUBMIT: readonly ((place: number) => Promise<{ readonly id: string }>)[] = [
  (place) => visual.classify({ media: media(place), filename: `${place}.gif` }),
  (place) => text.classify({ text: `text ${place}` }),
  (place) => v3.classify({ media: media(place), filename: `${place}.gif` }),
  (place) => labeling.classify({ media: media(place), filename: `${place}.gif` }),
];

const ids = new Set<string>();
const startMs = performance.now();
let problem: string | null = null;
let warmBytes = 0;
try {
  await submitAll(0, given.warmUp);
  warmBytes = await settledBytes();
  await submitAll(given.warmUp, given.submissions);
} catch (error) {
  problem = problemOf(error);
}
const durationMs = performance.now() - startMs;
const facts: EmulatorFacts = {
  warmBytes,
  finalBytes: await settledBytes(),
  heapBytes: process.memoryUsage().heapUsed,
  durationMs,
  problem: problem ?? miscounted(emulator),
};
console.log(JSON.stringify(facts));
process.exit();

async function submitAll(from: number, to: number): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < to) {
      const place = next;
      next += 1;
      const { id } = (await SUBMIT[place % SUBMIT.length]?.(place)) ?? { id: "" };
      ids.add(id);
      // What counts is what is kept. Left alone, Node's own garbage outside of its heap (forms, blobs) adds to it and stays there.
      if (given.isCollecting && ids.size % COLLECT_EVERY === 0) collect();
    }
  };
  await Promise.all(Array.from({ length: given.concurrency }, work));
}

/** The first thing that does not add up, to the hundred-thousandth of a dollar. */
function miscounted({ journal, projects }: Emulator): string | null {
  if (ids.size !== given.submissions)
    return `${ids.size} different tasks for ${given.submissions} submissions`;
  if (journal.length !== given.submissions) return `${journal.length} entries in the journal`;
  const strange = journal.find(({ taskId, httpStatus }) => httpStatus !== 200 || !ids.has(taskId ?? ""));
  if (strange !== undefined) return `the journal has ${JSON.stringify(strange)}`;
  if (new Set(journal.map(({ taskId }) => taskId)).size !== given.submissions)
    return "the journal has a task twice";
  for (const { key, unitPriceUsd, balanceUsd, chargedUsd, submissions, failures } of projects.slice(
    -SUBMIT.length,
  )) {
    const own = journal.filter(({ projectKey }) => projectKey === key);
    const expected = Math.round(own.length * (unitPriceUsd ?? 0) * UNITS_PER_USD);
    const inJournal = own.reduce((sum, { chargeUsd }) => sum + Math.round(chargeUsd * UNITS_PER_USD), 0);
    const charged = Math.round(chargedUsd * UNITS_PER_USD);
    const left = Math.round((balanceUsd ?? 0) * UNITS_PER_USD);
    const isExact =
      own.length === given.submissions / SUBMIT.length &&
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

/** What finalizers let go of is only collected by the next round, and pages go back to the system a little later. */
async function settledBytes(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    collect();
    await pause(100);
  }
  return process.memoryUsage().rss;
}
