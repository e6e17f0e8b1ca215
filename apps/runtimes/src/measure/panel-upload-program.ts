import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { createPanel } from "@hivekit/core/panel";
import { definePolicy } from "@hivekit/core/policy";
import { describeError } from "./measurement.ts";
import type { UploadFacts, UploadTask } from "./upload-program.ts";

/** The output of the program, as a line of JSON. */
export type PanelUploadFacts = Omit<UploadFacts, "frames"> & {
  /** The number of frames of each result. */
  readonly frames: readonly (number | null)[];
};

const SAMPLE_INTERVAL_MS = 20;

const { baseUrl, path }: UploadTask = JSON.parse(process.argv[2] ?? "{}");
const member = {
  client: new HiveClient({ apiKey: "any", baseUrl }),
  // Never blocks, so that no member is canceled.
  policy: definePolicy({ review: { yes_smoking: 0.9 } }),
};
const panel = createPanel({ members: { one: member, two: member, three: member } });
const idleBytes = process.memoryUsage.rss();
let peakBytes = idleBytes;
const sample = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
const timer = setInterval(sample, SAMPLE_INTERVAL_MS);
const startMs = performance.now();
const { members } = await panel.judge({ media: fromPath(path) });
const durationMs = performance.now() - startMs;
sample();
clearInterval(timer);
const results = Object.values(members);
const failed = results.find(({ state }) => state === "failed");
const facts: PanelUploadFacts = {
  pid: process.pid,
  idleBytes,
  peakBytes,
  durationMs,
  frames: results.map(({ task }) => task?.results[0]?.frames.length ?? null),
  problem: failed === undefined ? null : describeError(failed.error),
};
console.log(JSON.stringify(facts));
// Runs until its input is closed, so that its peak memory can be read from outside.
process.stdin.resume().once("end", () => process.exit());
