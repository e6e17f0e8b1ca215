import { HiveClient } from "@hivekit/core";
import { isReused, withVerdictCache } from "@hivekit/core/guard";
import { fromPath } from "@hivekit/core/node";
import { describeError } from "./measurement.ts";
import type { UploadFacts, UploadTask } from "./upload-program.ts";

/** The output of the program, as a line of JSON. */
export type CacheUploadFacts = UploadFacts & {
  /** The time of a second call, which only hashes the file. */
  readonly hashMs: number;
  /** Whether the second call used the result of the first one. */
  readonly isReused: boolean;
};

const SAMPLE_INTERVAL_MS = 20;

const { baseUrl, path }: UploadTask = JSON.parse(process.argv[2] ?? "{}");
const hive = withVerdictCache(new HiveClient({ apiKey: "any", baseUrl }), {
  policy: { review: { yes_smoking: 0.9 } },
  ttlSeconds: 600,
});
const idleBytes = process.memoryUsage.rss();
let peakBytes = idleBytes;
const sample = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
const timer = setInterval(sample, SAMPLE_INTERVAL_MS);
const startMs = performance.now();
let uploadedMs = startMs;
const outcome = await (async () => {
  const first = await hive.classify({ media: fromPath(path) });
  uploadedMs = performance.now();
  const second = await hive.classify({ media: fromPath(path) });
  return { frames: first.results[0]?.frames.length ?? 0, isReused: isReused(second), problem: null };
})().catch((error: unknown) => ({ frames: null, isReused: false, problem: describeError(error) }));
const endMs = performance.now();
sample();
clearInterval(timer);
const facts: CacheUploadFacts = {
  pid: process.pid,
  idleBytes,
  peakBytes,
  durationMs: uploadedMs - startMs,
  hashMs: endMs - uploadedMs,
  ...outcome,
};
console.log(JSON.stringify(facts));
// Runs until its input is closed, so that its peak memory can be read from outside.
process.stdin.resume().once("end", () => process.exit());
