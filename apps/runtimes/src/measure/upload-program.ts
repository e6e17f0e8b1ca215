import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { problemOf } from "./measurement.ts";

/** The program's argument, as JSON. */
export type UploadTask = {
  /** The address of the server that takes the upload. */
  readonly baseUrl: string;
  /** The file to upload. */
  readonly path: string;
};

/** What the program prints, as a line of JSON. */
export type UploadFacts = {
  readonly pid: number;
  /** Resident memory before the call, all being imported. */
  readonly idleBytes: number;
  /** The most resident memory that was seen during the call. */
  readonly peakBytes: number;
  readonly durationMs: number;
  /** How many frames the reply had. */
  readonly frames: number | null;
  readonly problem: string | null;
};

const SAMPLE_EVERY_MS = 20;

const { baseUrl, path }: UploadTask = JSON.parse(process.argv[2] ?? "{}");
const hive = new HiveClient({ apiKey: "any", baseUrl });
const idleBytes = process.memoryUsage.rss();
let peakBytes = idleBytes;
const sample = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
const timer = setInterval(sample, SAMPLE_EVERY_MS);
const startMs = performance.now();
const outcome = await hive.classify({ media: fromPath(path) }).then(
  (task) => ({ frames: task.results[0]?.frames.length ?? 0, problem: null }),
  (error: unknown) => ({ frames: null, problem: problemOf(error) }),
);
const durationMs = performance.now() - startMs;
sample();
clearInterval(timer);
const facts: UploadFacts = { pid: process.pid, idleBytes, peakBytes, durationMs, ...outcome };
console.log(JSON.stringify(facts));
// Stays until its input is closed: its peak is read from outside while it lives.
process.stdin.resume().once("end", () => process.exit());
