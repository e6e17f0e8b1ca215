import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import type { AttemptInfo } from "../src/index.ts";
import {
  failureOf,
  JPEG,
  KEY,
  PATIENCE_MS,
  recordingClient,
  succeeded,
  WAYS,
} from "./support/recording-client.ts";
import { answer, answerPartly, loseConnection } from "./support/scripts.ts";
import { freePort, startServer } from "./support/stub-server.ts";
import type { StubServer } from "./support/stub-server.ts";
import { videoReply, videoReplyParts } from "./support/video-reply.ts";

// A busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, maxConcurrency: 30 });

const ok = answer(200, { body: videoReply(3) });

/** What `onAttempt` is told of an attempt after which Hive surely did not do the work. */
function refused(attempt: number, status: number | null, next: Partial<AttemptInfo> = {}): AttemptInfo {
  const kind = status === null ? "network" : "http";
  const error: unknown = expect.objectContaining({ kind, ...(status === null ? {} : { status }) });
  return { attempt, status, error, willRetry: true, delayMs: 0, mayBeBilled: false, ...next };
}

const LAST = { willRetry: false, delayMs: null };

describe.each(WAYS)("%s against a socket", { concurrent: true }, (_name, call) => {
  it.each([429, 500, 502, 503])("submits again after a %i, then has the result", async (status) => {
    await using server = await startServer([answer(status), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([refused(1, status), succeeded(2)]);
    expect(server.seen).toHaveLength(2);
  });

  it("fails with the last answer once it may not submit again", async () => {
    await using server = await startServer([answer(503), answer(500), answer(502), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ kind: "http", status: 502, isRetryable: true });
    expect(attempts).toEqual([refused(1, 503), refused(2, 500), refused(3, 502, LAST)]);
    expect(server.seen).toHaveLength(3);
  });

  it("submits once if retry is false", async () => {
    await using server = await startServer([answer(503), ok]);
    const { hive, attempts } = recordingClient(server.url, { retry: false });
    await expect(call(hive)).rejects.toMatchObject({ status: 503 });
    expect(attempts).toEqual([refused(1, 503, LAST)]);
    expect(server.seen).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 405, 413])("submits once if the answer is a %i", async (status) => {
    await using server = await startServer([answer(status), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ status, isRetryable: false });
    expect(attempts).toEqual([refused(1, status, LAST)]);
    expect(server.seen).toHaveLength(1);
  });

  it("waits as many seconds as Retry-After says", async () => {
    await using server = await startServer([answer(429, { headers: { "retry-after": "1" } }), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([refused(1, 429, { delayMs: 1000 }), succeeded(2)]);
    expect(gapMs(server)).toBeGreaterThan(1000 - 50);
    expect(gapMs(server)).toBeLessThan(PATIENCE_MS);
  });

  it("waits until the date that Retry-After names", async () => {
    let dateMs = 0;
    await using server = await startServer([
      async (exchange) => {
        // Dates of HTTP know no fractions of a second: between one and two seconds from now.
        dateMs = Math.ceil(Date.now() / 1000) * 1000 + 1000;
        await answer(503, { headers: { "retry-after": new Date(dateMs).toUTCString() } })(exchange);
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
  ])("fails at once if Retry-After, in %s, is past the deadline", async (_form, header) => {
    await using server = await startServer([
      async (exchange) => answer(429, { headers: { "retry-after": header() } })(exchange),
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

  it("submits once if the answer is a 504: the work may have been billed", async () => {
    await using server = await startServer([answer(504), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ status: 504, isRetryable: false });
    expect(attempts).toEqual([refused(1, 504, { ...LAST, mayBeBilled: true })]);
    expect(server.seen).toHaveLength(1);
  });

  it("submits once if the connection is lost after the body: the work may have been billed", async () => {
    await using server = await startServer([loseConnection, ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive)).rejects.toMatchObject({ kind: "network", isRetryable: false });
    expect(attempts).toEqual([refused(1, null, { ...LAST, mayBeBilled: true })]);
    expect(server.seen).toHaveLength(1);
  });

  it("submits again after a 504 and a lost connection if unknownOutcome says so", async () => {
    await using server = await startServer([answer(504), loseConnection, ok]);
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

  it("never submits again after a 2xx status line, whatever the body turns out to be", async () => {
    await using server = await startServer([
      answer(200, { body: "" }),
      answer(200, { body: '{"return_code":500,"message":"failed"}' }),
      answerPartly(videoReplyParts(5, 2)[0], ({ request }) => request.socket.end()),
    ]);
    const retry = { minDelayMs: 0, unknownOutcome: true };
    const { hive, attempts } = recordingClient(server.url, { retry });
    await expect(call(hive)).rejects.toMatchObject({ kind: "decode" });
    await expect(call(hive)).rejects.toMatchObject({ kind: "task" });
    await expect(call(hive)).rejects.toMatchObject({ kind: "network" });
    expect(attempts).toEqual([succeeded(1), succeeded(1), succeeded(1)]);
    expect(server.seen).toHaveLength(3);
  });

  it("shows neither the key nor a URL's query or a text to onAttempt and the logger", async () => {
    const url = "https://media.example/a.jpg?sig=SIGNATURE";
    const text = "my private text";
    const quoting = answer(503, { body: JSON.stringify({ message: `${KEY} ${url} ${text}` }) });
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

// One after the other: a port that is free must stay so.
describe.each(WAYS)("%s where nobody listens", (_name, call) => {
  it("tries again, which is never billed", async () => {
    const { hive, attempts } = recordingClient(`http://127.0.0.1:${await freePort()}`);
    const refusal = { kind: "network", code: "ECONNREFUSED", isRetryable: true };
    await expect(call(hive)).rejects.toMatchObject(refusal);
    expect(attempts).toEqual([refused(1, null), refused(2, null), refused(3, null, LAST)]);
    expect(attempts.map(({ error }) => error)).toMatchObject([refusal, refusal, refusal]);
  });

  it("has the result if somebody does in the end", async () => {
    const port = await freePort();
    await using stack = new AsyncDisposableStack();
    const { hive, attempts } = recordingClient(`http://127.0.0.1:${port}`, {
      // The pauses are drawn by chance, and may all be short.
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
  it("changes nothing, whether it is onAttempt or the logger", async () => {
    await using server = await startServer([answer(503), ok]);
    const fail = (): never => {
      throw new Error("a mistake of the caller's");
    };
    const { hive } = recordingClient(server.url, {
      onAttempt: fail,
      logger: { debug: fail, info: fail, warn: fail, error: fail },
    });
    await expect(hive.classify({ media: JPEG }, { onAttempt: fail })).resolves.toMatchObject({ id: "video" });
    expect(server.seen).toHaveLength(2);
  });
});

/** Between the first two requests. */
function gapMs({ seen }: StubServer): number {
  return (seen[1]?.startMs ?? Number.NaN) - (seen[0]?.startMs ?? Number.NaN);
}
