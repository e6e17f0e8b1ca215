import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import type { AttemptInfo } from "../src/index.ts";
import { findClosedPort } from "./support/find-closed-port.ts";
import {
  failureOf,
  JPEG,
  KEY,
  PATIENCE_MS,
  recordingClient,
  succeeded,
  WAYS,
} from "./support/recording-client.ts";
import { respond, respondPartly, loseConnection } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { StubServer } from "./support/stub-server.ts";
import { videoReply, videoReplyParts } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000, maxConcurrency: 30 });

const ok = respond(200, { body: videoReply(3) });

/** The info of an attempt that Hive certainly did not process. */
function refused(attempt: number, status: number | null, next: Partial<AttemptInfo> = {}): AttemptInfo {
  const kind = status === null ? "network" : "http";
  const error: unknown = expect.objectContaining({ kind, ...(status === null ? {} : { status }) });
  return { attempt, status, error, willRetry: true, delayMs: 0, mayBeBilled: false, ...next };
}

const LAST = { willRetry: false, delayMs: null };

describe.each(WAYS)("%s against a socket", { concurrent: true }, (_name, call) => {
  it.each([429, 500, 502, 503])("retries after a %i and returns the result", async (status) => {
    await using server = await startServer([respond(status), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([refused(1, status), succeeded(2)]);
    expect(server.seen).toHaveLength(2);
  });

  it("throws the last error after the last retry", async () => {
    await using server = await startServer([respond(503), respond(500), respond(502), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ kind: "http", status: 502, isRetryable: true });
    expect(attempts).toEqual([refused(1, 503), refused(2, 500), refused(3, 502, LAST)]);
    expect(server.seen).toHaveLength(3);
  });

  it("submits once if retry is false", async () => {
    await using server = await startServer([respond(503), ok]);
    const { hive, attempts } = recordingClient(server.url, { retry: false });
    await expect(call(hive)).rejects.toMatchObject({ status: 503 });
    expect(attempts).toEqual([refused(1, 503, LAST)]);
    expect(server.seen).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 405, 413])("does not retry after a %i", async (status) => {
    await using server = await startServer([respond(status), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ status, isRetryable: false });
    expect(attempts).toEqual([refused(1, status, LAST)]);
    expect(server.seen).toHaveLength(1);
  });

  it("waits for the seconds in Retry-After", async () => {
    await using server = await startServer([respond(429, { headers: { "retry-after": "1" } }), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([refused(1, 429, { delayMs: 1000 }), succeeded(2)]);
    expect(gapMs(server)).toBeGreaterThan(1000 - 50);
    expect(gapMs(server)).toBeLessThan(PATIENCE_MS);
  });

  it("waits until the date in Retry-After", async () => {
    let dateMs = 0;
    await using server = await startServer([
      async (exchange) => {
        // HTTP dates have a precision of one second: the delay is between one and two seconds.
        dateMs = Math.ceil(Date.now() / 1000) * 1000 + 1000;
        await respond(503, { headers: { "retry-after": new Date(dateMs).toUTCString() } })(exchange);
      },
      async (exchange) => {
        expect(Date.now()).toBeGreaterThan(dateMs - 50);
        await ok(exchange);
      },
    ]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([refused(1, 503, { delayMs: expect.any(Number) }), succeeded(2)]);
    expect(attempts[0]?.delayMs).toBeGreaterThan(0);
    expect(attempts[0]?.delayMs).toBeLessThanOrEqual(2000);
  });

  it.each([
    ["seconds", () => "60"],
    ["a date", () => new Date(Date.now() + 60_000).toUTCString()],
  ])("fails immediately if Retry-After, in %s, exceeds the deadline", async (_form, header) => {
    await using server = await startServer([
      async (exchange) => respond(429, { headers: { "retry-after": header() } })(exchange),
      ok,
    ]);
    const { hive, attempts } = recordingClient(server.url, { timeoutMs: 30_000 });
    const { error, elapsedMs } = await failureOf(call(hive));
    expect(error).toMatchObject({ kind: "http", status: 429, reason: "rate_limited" });
    const waitMs = Number(Reflect.get(Object(error), "retryAfterMs"));
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual([refused(1, 429, LAST)]);
    expect(server.seen).toHaveLength(1);
  });

  it("does not retry after a 504, because the request may be billed", async () => {
    await using server = await startServer([respond(504), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ status: 504, isRetryable: false });
    expect(attempts).toEqual([refused(1, 504, { ...LAST, mayBeBilled: true })]);
    expect(server.seen).toHaveLength(1);
  });

  it("does not retry if the connection is lost after the body, because the request may be billed", async () => {
    await using server = await startServer([loseConnection, ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ kind: "network", isRetryable: false });
    expect(attempts).toEqual([refused(1, null, { ...LAST, mayBeBilled: true })]);
    expect(server.seen).toHaveLength(1);
  });

  it("retries after a 504 and a lost connection with unknownOutcome", async () => {
    await using server = await startServer([respond(504), loseConnection, ok]);
    const { hive, attempts } = recordingClient(server.url, {
      retry: { minDelayMs: 0, unknownOutcome: true },
    });
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    const mayBeBilled = true;
    expect(attempts).toEqual([
      refused(1, 504, { mayBeBilled }),
      refused(2, null, { mayBeBilled }),
      succeeded(3),
    ]);
    expect(server.seen).toHaveLength(3);
  });

  it("never retries after a 2xx status, regardless of the body", async () => {
    await using server = await startServer([
      respond(200, { body: "" }),
      respond(200, { body: '{"return_code":500,"message":"failed"}' }),
      respondPartly(videoReplyParts(5, 2)[0], ({ request }) => request.socket.end()),
    ]);
    const retry = { minDelayMs: 0, unknownOutcome: true };
    const { hive, attempts } = recordingClient(server.url, { retry });
    await expect(call(hive)).rejects.toMatchObject({ kind: "decode" });
    await expect(call(hive)).rejects.toMatchObject({ kind: "task" });
    await expect(call(hive)).rejects.toMatchObject({ kind: "network" });
    expect(attempts).toEqual([succeeded(1), succeeded(1), succeeded(1)]);
    expect(server.seen).toHaveLength(3);
  });

  it("passes neither the key nor the query of a URL or a text to onAttempt and the logger", async () => {
    const url = "https://media.example/a.jpg?sig=SIGNATURE";
    const text = "my private text";
    const quoting = respond(503, { body: JSON.stringify({ message: `${KEY} ${url} ${text}` }) });
    await using server = await startServer([quoting, loseConnection, ok]);
    const { hive, attempts, lines } = recordingClient(server.url, {
      retry: { minDelayMs: 0, unknownOutcome: true },
    });
    await expect(call(hive, { url, text })).resolves.toMatchObject({ id: "video" });
    expect(attempts).toHaveLength(3);
    expect(lines.map(([, fields]) => fields)).toMatchObject([
      { method: "POST", path: "/api/v1/tag/task", attempt: 1, status: 503, delayMs: 0 },
      { attempt: 2, status: null, delayMs: 0 },
      { attempt: 3, status: 200 },
    ]);
    const shown = inspect([attempts, lines], { depth: 20, showHidden: true });
    expect(shown).toContain("Hive responded with HTTP 503 (");
    for (const secret of ["SECRET", "SIGNATURE", "private"]) expect(shown).not.toContain(secret);
  });
});

describe.each(WAYS)("%s to a closed port", (_name, call) => {
  it("retries, which is never billed", async () => {
    const { hive, attempts } = recordingClient(`http://127.0.0.1:${await findClosedPort()}`);
    const refusal = { kind: "network", code: "ECONNREFUSED", isRetryable: true };
    await expect(call(hive)).rejects.toMatchObject(refusal);
    expect(attempts).toEqual([refused(1, null), refused(2, null), refused(3, null, LAST)]);
    expect(attempts.map(({ error }) => error)).toMatchObject([refusal, refusal, refusal]);
  });

  it("returns the result if a server starts in the meantime", async () => {
    const port = await findClosedPort();
    await using stack = new AsyncDisposableStack();
    const { hive, attempts } = recordingClient(`http://127.0.0.1:${port}`, {
      // The delays are random, and may all be short.
      retry: { minDelayMs: 200, limit: 10 },
      onAttempt: (attempt) => {
        attempts.push(attempt);
        if (attempt.attempt === 1) void startServer(ok, { port }).then((server) => stack.use(server));
      },
    });
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts).toEqual([
      ...attempts
        .slice(0, -1)
        .map((_attempt, index) => refused(index + 1, null, { delayMs: expect.any(Number) })),
      succeeded(attempts.length),
    ]);
  });
});

describe("a callback that throws", () => {
  it("is ignored, whether it is onAttempt or the logger", async () => {
    await using server = await startServer([respond(503), ok]);
    const fail = (): never => {
      throw new Error("a bug in the caller's code");
    };
    const { hive } = recordingClient(server.url, {
      onAttempt: fail,
      logger: { debug: fail, info: fail, warn: fail, error: fail },
    });
    await expect(hive.classify({ media: JPEG }, { onAttempt: fail })).resolves.toMatchObject({ id: "video" });
    expect(server.seen).toHaveLength(2);
  });
});

/** The time between the first two requests. */
function gapMs({ seen }: StubServer): number {
  return (seen[1]?.startMs ?? Number.NaN) - (seen[0]?.startMs ?? Number.NaN);
}
