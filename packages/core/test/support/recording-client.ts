import { setTimeout as sleep } from "node:timers/promises";
import { HiveClient } from "../../src/index.ts";
import type {
  AttemptInfo,
  CallOptions,
  HiveClientOptions,
  HiveLogFields,
  Submission,
} from "../../src/index.ts";

/** Not the format of a real key. */
export const KEY = "test-key-SECRET";

/** The smallest detectable image. */
export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

/** Far more than any of these calls takes on a busy machine, and far less than the default timeouts. */
export const PATIENCE_MS = 10_000;

/** A client that records the calls of `onAttempt` and the logger. */
export type RecordingClient = {
  readonly hive: HiveClient;
  readonly attempts: AttemptInfo[];
  readonly lines: (readonly [string, HiveLogFields])[];
};

/** Creates a client of a stub server, which by default retries without a delay. */
export function recordingClient(url: string, options: HiveClientOptions = {}): RecordingClient {
  const attempts: AttemptInfo[] = [];
  const lines: (readonly [string, HiveLogFields])[] = [];
  const log = (message: string, fields: HiveLogFields): void => void lines.push([message, fields]);
  const hive = new HiveClient({
    apiKey: KEY,
    baseUrl: url,
    retry: { minDelayMs: 0 },
    logger: { debug: log, info: log, warn: log, error: log },
    onAttempt: (attempt) => void attempts.push(attempt),
    ...options,
  });
  return { hive, attempts, lines };
}

/** A call of a client by any method. */
export type Call = (hive: HiveClient, submission?: Submission, options?: CallOptions) => Promise<unknown>;

/** The two ways to submit. Both must behave alike. */
export const WAYS: readonly (readonly [string, Call])[] = [
  ["classify", async (hive, submission = { media: JPEG }, options) => hive.classify(submission, options)],
  [
    "frames",
    async (hive, submission = { media: JPEG }, options) => hive.frames(submission, options).summary(),
  ],
];

/** Returns the reason of a rejection, and the time until then in milliseconds. */
export async function failureOf(call: Promise<unknown>): Promise<{ error: unknown; elapsedMs: number }> {
  const startMs = performance.now();
  const outcome = await call.then(
    () => ({ error: new Error("It did not fail.") }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, elapsedMs: performance.now() - startMs };
}

/** Whether a promise settles before a timer that starts now. On a busy machine both are late. */
export async function isSooner(call: Promise<unknown>, delayMs: number): Promise<boolean> {
  const settled = call.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, sleep(delayMs, false)]);
}

/** The info of an attempt with a 2xx response. */
export function succeeded(attempt: number): AttemptInfo {
  return { attempt, status: 200, error: null, willRetry: false, delayMs: null, mayBeBilled: true };
}
