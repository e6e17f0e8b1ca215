import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { HiveClient, isHiveError } from "../src/index.ts";
import type { MediaBytes } from "../src/index.ts";
import { Random } from "./fuzz/random.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The number of calls, all of them in flight at once. */
const CALLS = 400;
const LEFT = new Error("left");
/** Replies with frames that contain an array, lack one, or repeat a key. */
const FRAMES = [
  '{"time":0,"classes":[{"class":"a","score":0.5}]}',
  '{"time":0}',
  '{"time":0,"time":1}',
] as const;

/** Waits for one of several kinds of turns, so that events occur in any order. */
async function wait(random: Random): Promise<void> {
  const turns = random.below(6);
  if (turns === 0) await new Promise((resolve) => setImmediate(resolve));
  else if (turns === 1) await sleep(1);
  else for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}

/** Creates a body that ends, fails or stalls, and records in `open` whether it is still open. */
function createBody(
  chunks: readonly string[],
  random: Random,
  open: Set<unknown>,
): ReadableStream<Uint8Array> {
  const key = {};
  const ending = random.pick(["end", "end", "fail", "stall"]);
  const waiting = chunks.map((chunk) => new TextEncoder().encode(chunk));
  return new ReadableStream(
    {
      start: () => void open.add(key),
      pull: async (controller) => {
        await wait(random);
        const chunk = waiting.shift();
        if (chunk !== undefined) return controller.enqueue(chunk);
        if (ending === "stall") return new Promise(() => {});
        open.delete(key);
        if (ending === "end") controller.close();
        else controller.error(new TypeError("terminated"));
      },
      cancel: () => void open.delete(key),
    },
    { highWaterMark: 0 },
  );
}

async function* iterateMedia(random: Random, open: Set<unknown>): AsyncGenerator<Uint8Array> {
  const key = {};
  open.add(key);
  try {
    for (let chunk = random.between(1, 6); chunk > 0; chunk--) {
      await wait(random);
      yield new Uint8Array(600).fill(chunk);
    }
  } finally {
    open.delete(key);
  }
}

/** A fetch that reads the upload or not, honors its signal or not, and responds, fails or never settles. */
function createFetch(random: Random, open: Set<unknown>): typeof globalThis.fetch {
  return async (_url, init) => {
    const { body, signal } = init ?? {};
    const reader = body instanceof ReadableStream ? body.getReader() : null;
    for (let reads = random.below(8); reads > 0; reads--) {
      const chunk = await reader?.read();
      if (chunk?.done !== false) break;
    }
    await wait(random);
    if (random.chance(0.5)) signal?.throwIfAborted();
    if (random.chance(0.1)) return new Promise(() => {});
    if (random.chance(0.1)) throw new TypeError("fetch failed");
    const status = random.pick([200, 200, 200, 503, 429, 400, 302]);
    const frames = Array.from({ length: random.between(1, 5) }, () => random.pick(FRAMES));
    const text = `{"id":"x","status":[{"status":{"code":"0"},"response":{"output":[${frames.join(",")}]}}]}`;
    const chunks = text.match(/.{1,60}/g) ?? [];
    const sent = random.chance(0.7) ? chunks : chunks.slice(0, random.below(chunks.length));
    return new Response(createBody(sent, random, open), { status });
  };
}

/** Makes a call that is aborted, cancelled or left at a random time. @returns what is still open afterwards. */
async function makeCall(seed: number, index: number): Promise<readonly string[]> {
  const random = new Random(seed, index);
  const bodies = new Set<unknown>();
  const media = new Set<unknown>();
  const hive = new HiveClient({
    apiKey: "k",
    fetch: createFetch(random, bodies),
    timeoutMs: random.pick([3, 10, 100]),
    idleTimeoutMs: random.pick([2, 10, 100]),
    retry: { limit: 2, minDelayMs: 0 },
  });
  const open = (): MediaBytes =>
    random.chance(0.5)
      ? iterateMedia(random, media)
      : createBody(["media".repeat(200), "media".repeat(200)], random, media);
  const submission = random.chance(0.3) ? { url: "https://media.example/a.jpg" } : { media: open };
  const controller = new AbortController();
  const { signal } = controller;
  const stream = random.chance(0.6) ? hive.frames(submission, { signal }) : null;
  const consume = async (): Promise<void> => {
    const most = random.pick([1, 2, 100]);
    let left = most;
    for await (const _frame of stream ?? []) {
      await wait(random);
      if (--left === 0) break;
    }
  };
  const leave = async (): Promise<void> => {
    for (let turn = random.below(16); turn > 0; turn--) await wait(random);
    if (random.chance(0.3)) stream?.cancel();
    else if (random.chance(0.5)) controller.abort(LEFT);
  };
  const leaving = leave();
  const call = stream === null ? hive.classify(submission, { signal }) : consume();
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await leaving;
  const isKnown = error === null || error === LEFT || isHiveError(error);
  const listeners = getEventListeners(signal, "abort");
  const isClosed = (): boolean => bodies.size + media.size === 0;
  for (let turn = 0; turn < 200 && !isClosed(); turn++) await sleep(5);
  return [
    ...(isKnown ? [] : ["an unknown error"]),
    ...(listeners.length === 0 ? [] : ["a listener"]),
    ...(bodies.size === 0 ? [] : ["a body"]),
    ...(media.size === 0 ? [] : ["media"]),
  ].map((problem) => `call ${index}: ${problem}`);
}

it("a fetch that misbehaves leaves nothing open, in any order of events", async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`misbehaving fetch: seed ${seed}`);
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const problems = await Promise.all(
    Array.from({ length: CALLS }, async (_none, index) => makeCall(seed, index)),
  );
  await sleep(10);
  process.off("unhandledRejection", note);
  expect(problems.flat(), `seed ${seed}`).toEqual([]);
  expect(unhandled).toEqual([]);
});
