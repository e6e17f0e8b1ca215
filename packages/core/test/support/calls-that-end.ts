// Runs as a separate process: makes a call of each kind and then has nothing to do. The timeouts are the defaults,
// which are minutes.
import { HiveClient } from "../../src/index.ts";
import type { CallOptions } from "../../src/index.ts";
import { JPEG, KEY } from "./recording-client.ts";

const hive = new HiveClient({ apiKey: KEY, baseUrl: process.argv[2] });
const ends: string[] = [];

const optionsFor = (name: string): CallOptions => ({ headers: { "x-case": name } });
const ending = async (name: string, options: CallOptions = {}): Promise<string> => {
  const [{ status }] = await Promise.allSettled([
    hive.classify({ media: JPEG }, { ...optionsFor(name), ...options }),
  ]);
  return status === "fulfilled" ? "resolved" : status;
};

ends.push(await ending("ok"), await ending("fails"), await ending("limited", { retry: false }));

// The pause after the 429 applies only to this client.
const other = new HiveClient({ apiKey: KEY, baseUrl: process.argv[2] });
for await (const _frame of other.frames({ media: JPEG }, optionsFor("stalls"))) break;
ends.push("interrupted");

const frames = other.frames({ media: JPEG }, optionsFor("stalls"));
await frames[Symbol.asyncIterator]().next();
frames.cancel();
ends.push("cancelled");

// Waiting for the rate limit, for headers, and in the delay before a retry.
const controller = new AbortController();
const { signal } = controller;
const calls = [
  hive.classify({ media: JPEG }, { ...optionsFor("ok"), signal }),
  other.classify({ media: JPEG }, { ...optionsFor("silent"), signal }),
  other.classify({ media: JPEG }, { ...optionsFor("limited"), signal }),
];
setTimeout(() => controller.abort("left"), 200);
const outcomes = await Promise.allSettled(calls);
const areAborted = outcomes.every((outcome) => outcome.status === "rejected" && outcome.reason === "left");
ends.push(areAborted ? "aborted" : "not aborted");
console.log(ends.join(" "));
