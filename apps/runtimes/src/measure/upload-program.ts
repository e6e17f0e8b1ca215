import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { describeError } from "./measurement.ts";

/** The program's argument, as JSON. */
export type UploadTask = {
  /** The URL of the server that receives the upload. */
  readonly baseUrl: string;
  /** The file to upload. */
  readonly path: string;
};

/** The output of the program, as a line of JSON. */
export type UploadFacts = {
  readonly pid: number;
  /** The resident memory before the call, after all imports. */
  readonly idleBytes: number;
  /** The highest sampled resident memory during the call. */
  readonly peakBytes: number;
  readonly durationMs: number;
  /** The number of frames of the reply; `null` if the call failed. */
  readonly frames: number | null;
  readonly problem: string | null;
};

const SAMPLE_INTERVAL_MS = 20;

const { baseUrl, path }: UploadTask = JSON.parse(process.argv[2] ?? "{}");
const hive = new HiveClient({ apiKey: "any", baseUrl });
const idleBytes = process.memoryUsage.rss();
let peakBytes = idleBytes;
const sample = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
const timer = setInterval(sample, SAMPLE_INTERVAL_MS);
const startMs = performance.now();
const outcome = await hive.classify({ media: fromPath(path) }).then(
  (task) => ({ frames: task.results[0]?.frames.length ?? 0, problem: null }),
  (error: unknown) => ({ frames: null, problem: describeError(error) }),
);
const durationMs = performance.now() - startMs;
sample();
clearInterval(timer);
const facts: UploadFacts = { pid: process.pid, idleBytes, peakBytes, durationMs, ...outcome };
console.log(JSON.stringify(facts));
// Runs until its input is closed, so that its peak memory can be read from outside.
process.stdin.resume().once("end", () => process.exit());
