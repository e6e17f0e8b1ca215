import { spawn } from "node:child_process";
import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { AttemptInfo, HiveClientOptions, MediaSource } from "../src/index.ts";
import {
  failureOf,
  JPEG,
  PATIENCE_MS,
  recordingClient,
  succeeded,
  WAYS,
} from "./support/recording-client.ts";
import { respond, respondPartly, neverRespond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { Script, StubServer } from "./support/stub-server.ts";
import { videoReply, videoReplyParts } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const REASON = { why: "the user left" };
const limited = respond(429, { headers: { "retry-after": "60" } });
const BEGINNING = videoReplyParts(50, 10)[0];

/** A point in a call at which it is aborted. */
type Phase = {
  readonly script: Script;
  readonly options?: HiveClientOptions;
  readonly media?: MediaSource;
  /** Whether the call has reached that point. */
  readonly isReached: (seen: {
    readonly server: StubServer;
    readonly attempts: readonly AttemptInfo[];
  }) => boolean;
  readonly attempts: readonly AttemptInfo[];
  /** The number of requests that the server has received by then. */
  readonly requests: number;
  /** Whether one of them is open at that point and must be closed. */
  readonly isOpen: boolean;
};

const forever = async (): Promise<never> => new Promise(() => {});
const aborted = { attempt: 1, status: null, error: REASON, willRetry: false, delayMs: null };

async function* slowMedia(): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 200; chunk++) {
    yield new Uint8Array(1024);
    await sleep(5);
  }
}

function isRead(server: StubServer): boolean {
  return (server.seen[0]?.chunks.length ?? 0) > 0;
}

// Created for each test, because media is read once.
const phases: readonly (readonly [string, () => Phase])[] = [
  [
    "while waiting for the apiKey function",
    () => {
      let isAsked = false;
      const apiKey = async (): Promise<string> => ((isAsked = true), forever());
      return {
        script: neverRespond,
        options: { apiKey },
        isReached: () => isAsked,
        attempts: [],
        requests: 0,
        isOpen: false,
      };
    },
  ],
  [
    "while the media is opened",
    () => {
      let isAsked = false;
      return {
        script: neverRespond,
        media: async () => ((isAsked = true), forever()),
        isReached: () => isAsked,
        attempts: [{ ...aborted, mayBeBilled: false }],
        requests: 0,
        isOpen: false,
      };
    },
  ],
  [
    "during the upload",
    () => ({
      script: neverRespond,
      media: slowMedia(),
      isReached: ({ server }) => isRead(server),
      attempts: [{ ...aborted, mayBeBilled: true }],
      requests: 1,
      isOpen: true,
    }),
  ],
  [
    "while waiting for the headers",
    () => ({
      script: neverRespond,
      isReached: ({ server }) => isRead(server),
      attempts: [{ ...aborted, mayBeBilled: true }],
      requests: 1,
      isOpen: true,
    }),
  ],
  [
    "before the first byte of the body",
    () => ({
      script: respondPartly(""),
      isReached: ({ attempts }) => attempts.length === 1,
      attempts: [succeeded(1)],
      requests: 1,
      isOpen: true,
    }),
  ],
  [
    "in the middle of the body",
    () => {
      let isSent = false;
      return {
        script: respondPartly(BEGINNING, () => (isSent = true)),
        isReached: ({ attempts }) => isSent && attempts.length === 1,
        attempts: [succeeded(1)],
        requests: 1,
        isOpen: true,
      };
    },
  ],
  [
    "in the middle of the body of an error response",
    () => {
      let isSent = false;
      return {
        script: respondPartly('{"message":', () => (isSent = true), 503),
        isReached: () => isSent,
        attempts: [{ ...aborted, mayBeBilled: true }],
        requests: 1,
        isOpen: true,
      };
    },
  ],
  [
    "during the delay before a retry",
    () => ({
      script: limited,
      isReached: ({ attempts }) => attempts.length === 1,
      attempts: [
        {
          attempt: 1,
          status: 429,
          error: expect.objectContaining({ kind: "http" }),
          willRetry: true,
          delayMs: 60_000,
          mayBeBilled: false,
        },
      ],
      requests: 1,
      isOpen: false,
    }),
  ],
];

describe.each(WAYS)("%s, aborted against a socket", (_name, call) => {
  it("before it starts, sends nothing and opens nothing", async () => {
    await using server = await startServer([]);
    const apiKey = vi.fn<() => string>(() => "key");
    const media = vi.fn<() => Uint8Array>(() => JPEG);
    const { hive, attempts } = recordingClient(server.url, { apiKey });
    const signal = AbortSignal.abort(REASON);
    await expect(call(hive, { media }, { signal })).rejects.toBe(REASON);
    expect([apiKey.mock.calls, media.mock.calls, attempts, server.seen]).toEqual([[], [], [], []]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it.each(phases)("%s, throws the reason unchanged and leaves nothing open", async (_phase, begin) => {
    const { script, options, media = JPEG, isReached, attempts: expected, requests, isOpen } = begin();
    await using server = await startServer(script);
    const timersBefore = timers();
    const { hive, attempts } = recordingClient(server.url, options);
    const controller = new AbortController();
    const { signal } = controller;
    const ending = failureOf(call(hive, { media }, { signal }));
    await vi.waitFor(() => expect(isReached({ server, attempts })).toBe(true), PATIENCE_MS);
    const abortedAtMs = performance.now();
    controller.abort(REASON);
    expect((await ending).error).toBe(REASON);
    expect(performance.now() - abortedAtMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual(expected);
    expect(attempts.map(({ error }) => error === REASON)).toEqual(
      expected.map(({ error }) => error === REASON),
    );
    if (isOpen) await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    expect(server.seen).toHaveLength(requests);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(timersBefore), PATIENCE_MS);
  });

  it("while it waits because of another call's 429, sends nothing", async () => {
    await using server = await startServer(limited);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive, { media: JPEG }, { retry: false })).rejects.toMatchObject({ status: 429 });
    const controller = new AbortController();
    const { signal } = controller;
    const ending = failureOf(call(hive, { media: JPEG }, { signal }));
    await sleep(50);
    controller.abort(REASON);
    expect((await ending).error).toBe(REASON);
    expect(attempts).toHaveLength(1);
    expect(server.seen).toHaveLength(1);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("by a signal that outlives many calls, leaves no listener of finished calls", async () => {
    const responses = [videoReply(3), "{}", ""];
    await using server = await startServer(async (exchange) => {
      const body = responses[server.seen.length % 3] ?? "";
      await respond(body === "" ? 503 : 200, { body })(exchange);
    });
    const { hive } = recordingClient(server.url, { retry: false });
    const controller = new AbortController();
    const { signal } = controller;
    await Promise.allSettled(Array.from({ length: 30 }, async () => call(hive, { media: JPEG }, { signal })));
    expect(server.seen).toHaveLength(30);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("a process whose calls have finished", () => {
  it("exits, regardless of its timeouts", async () => {
    // The process selects a script by its name.
    const scripts: Readonly<Record<string, Script>> = {
      ok: respond(200, { body: videoReply(3) }),
      fails: respond(400),
      limited,
      stalls: respondPartly(BEGINNING),
      silent: neverRespond,
    };
    await using server = await startServer(async (exchange) =>
      scripts[String(exchange.seen.headers["x-case"])]?.(exchange),
    );
    const child = spawn(
      process.execPath,
      [new URL("support/calls-that-end.ts", import.meta.url).pathname, server.url],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
    const exitCode = await new Promise((resolve) => child.on("exit", resolve));
    expect(output).toBe("resolved rejected rejected interrupted cancelled aborted\n");
    expect(exitCode).toBe(0);
  });
});

/** Counts the timers that keep the process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}
