import { HiveClient, isHiveError } from "@hivekit/core";
import { longFetch } from "@hivekit/core/node";
import { describeError } from "./measurement.ts";

/** The program's argument, as JSON. */
export type HeadersTask = {
  /** The URL of the slow server. */
  readonly baseUrl: string;
  /** Whether core's `longFetch` makes the request instead of the runtime's `fetch`. */
  readonly isLongFetch: boolean;
};

/** The output of the program, as a line of JSON. */
export type HeadersFacts = {
  readonly durationMs: number;
  /** `"reply"`, or the limit of a timeout, or another error. */
  readonly outcome: string;
};

const LIMIT_MS = 600_000;

const { baseUrl, isLongFetch }: HeadersTask = JSON.parse(process.argv[2] ?? "{}");
const hive = new HiveClient({
  apiKey: "any",
  baseUrl,
  timeoutMs: LIMIT_MS,
  ...(isLongFetch ? { fetch: longFetch({ headersTimeoutMs: LIMIT_MS }) } : {}),
});
const startMs = performance.now();
const outcome = await hive.classify({ url: "https://media.example/clip.mp4" }).then(
  () => "reply",
  (error: unknown) =>
    isHiveError(error) && error.kind === "timeout" ? `timeout: ${error.limit}` : describeError(error),
);
const facts: HeadersFacts = { durationMs: performance.now() - startMs, outcome };
console.log(JSON.stringify(facts));
process.exit();
