import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import {
  failureOf,
  JPEG,
  PATIENCE_MS,
  recordingClient,
  succeeded,
  WAYS,
} from "./support/recording-client.ts";
import { respond, respondPartly, answerSlowly, gate, neverRespond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import { videoReply, videoReplyParts } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000, maxConcurrency: 30 });

const [BEGINNING] = videoReplyParts(50, 10);

describe.each(WAYS)("%s against a socket", { concurrent: true }, (_name, call) => {
  it("times out at the deadline without headers, and closes the connection", async () => {
    await using server = await startServer(neverRespond);
    const { hive, attempts } = recordingClient(server.url, { timeoutMs: 400, idleTimeoutMs: 40 });
    const { error, elapsedMs } = await failureOf(call(hive));
    expect(error).toMatchObject({ kind: "timeout", limit: "deadline", timeoutMs: 400, isRetryable: false });
    expect(elapsedMs).toBeGreaterThan(390);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual([
      { attempt: 1, status: null, error, willRetry: false, delayMs: null, mayBeBilled: true },
    ]);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    expect(server.seen).toHaveLength(1);
  });

  it("times out at the deadline if the body does not begin, because the idle timeout applies later", async () => {
    await using server = await startServer(respondPartly(""));
    const { hive, attempts } = recordingClient(server.url, { timeoutMs: 400, idleTimeoutMs: 40 });
    const { error, elapsedMs } = await failureOf(call(hive));
    expect(error).toMatchObject({ kind: "timeout", limit: "deadline" });
    expect(elapsedMs).toBeGreaterThan(390);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual([succeeded(1)]);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
  });

  it("times out if the body stalls for the idle timeout", async () => {
    await using server = await startServer(respondPartly(BEGINNING));
    const { hive, attempts } = recordingClient(server.url, { idleTimeoutMs: 120 });
    const { error, elapsedMs } = await failureOf(call(hive));
    expect(error).toMatchObject({ kind: "timeout", limit: "idle", timeoutMs: 120, isRetryable: false });
    expect(elapsedMs).toBeGreaterThan(110);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual([succeeded(1)]);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    expect(server.seen).toHaveLength(1);
  });

  it("applies the deadline of the call to the complete body", async () => {
    await using server = await startServer(answerSlowly(Array<string>(2000).fill(" "), 10));
    const { hive } = recordingClient(server.url);
    const { error, elapsedMs } = await failureOf(call(hive, { media: JPEG }, { timeoutMs: 200 }));
    expect(error).toMatchObject({ kind: "timeout", limit: "deadline", timeoutMs: 200 });
    expect(elapsedMs).toBeGreaterThan(190);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
  });

  it("reports a reset in the middle of the body as a lost connection, and does not retry", async () => {
    const closings = [
      // The pause lets the beginning arrive: a reset discards unread data.
      respondPartly(BEGINNING, async ({ request }) => {
        await sleep(30);
        request.socket.resetAndDestroy();
      }),
      // Closed cleanly, but before the announced length or the last chunk.
      respondPartly(BEGINNING, ({ request }) => request.socket.end()),
    ];
    await using server = await startServer(closings);
    const { hive, attempts } = recordingClient(server.url, {
      retry: { minDelayMs: 0, unknownOutcome: true },
    });
    for (const _closing of closings) {
      const { error } = await failureOf(call(hive));
      expect(error).toMatchObject({ kind: "network", isRetryable: false });
    }
    expect(attempts).toEqual([succeeded(1), succeeded(1)]);
    expect(server.seen).toHaveLength(2);
  });

  it("keeps the status of an error response whose body stalls, without waiting for its end", async () => {
    await using server = await startServer(respondPartly('{"message":', () => {}, 503));
    const { hive, attempts } = recordingClient(server.url, { retry: false, idleTimeoutMs: 100 });
    const { error, elapsedMs } = await failureOf(call(hive));
    expect(error).toMatchObject({ kind: "http", status: 503 });
    // The deadline is 300 s.
    expect(elapsedMs).toBeLessThan(20_000);
    expect(attempts).toMatchObject([{ status: 503, mayBeBilled: false }]);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
  });

  it("reads a response that arrives in single bytes", async () => {
    await using server = await startServer(
      respondPartly("", async ({ response }) => {
        for (const character of videoReply(2)) {
          response.write(character);
          await new Promise(setImmediate);
        }
        response.end();
      }),
    );
    const { hive } = recordingClient(server.url);
    await expect(call(hive)).resolves.toMatchObject({ id: "video" });
  });
});

describe("frames against a socket", () => {
  it("are delivered as they arrive, before the response is complete", async () => {
    const [beginning, rest] = videoReplyParts(50, 10);
    const { opened, open } = gate();
    await using server = await startServer(
      respondPartly(beginning, async ({ response }) => {
        await opened;
        response.end(rest);
      }),
    );
    const frames = recordingClient(server.url).hive.frames({ media: JPEG });
    let count = 0;
    for await (const _frame of frames) if (++count === 10) open();
    expect(count).toBe(50);
  });

  it("that are complete before a reset are delivered, then the stream fails", async () => {
    const { opened, open } = gate();
    await using server = await startServer(
      respondPartly(`${BEGINNING},{"time":`, async ({ request }) => {
        await opened;
        request.socket.resetAndDestroy();
      }),
    );
    const { hive, attempts } = recordingClient(server.url);
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const frame of hive.frames({ media: JPEG })) {
        seen.push(frame.index);
        if (seen.length === 10) open();
      }
    };
    await expect(reading()).rejects.toMatchObject({ kind: "network", isRetryable: false });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(attempts).toEqual([succeeded(1)]);
    expect(server.seen).toHaveLength(1);
  });

  it("wait for a consumer that takes twice timeoutMs, with a response larger than all buffers", async () => {
    const frameCount = 80_000;
    await using server = await startServer(respond(200, { body: videoReply(frameCount) }));
    const { hive } = recordingClient(server.url, { timeoutMs: 1000, idleTimeoutMs: 1000 });
    const startMs = performance.now();
    let count = 0;
    for await (const _frame of hive.frames({ media: JPEG })) {
      if (++count % (frameCount / 2) === 0) await sleep(1100);
    }
    expect(performance.now() - startMs).toBeGreaterThan(2000);
    expect(count).toBe(frameCount);
  });

  it("wait for a server that takes twice timeoutMs, but never reaches the idle timeout", async () => {
    const text = videoReply(40);
    const size = Math.ceil(text.length / 18);
    const chunks = Array.from({ length: 18 }, (_none, part) => text.slice(part * size, (part + 1) * size));
    await using server = await startServer(answerSlowly(chunks, 60));
    const { hive } = recordingClient(server.url, { timeoutMs: 500, idleTimeoutMs: 5_000 });
    const startMs = performance.now();
    let count = 0;
    for await (const _frame of hive.frames({ media: JPEG })) count++;
    expect(performance.now() - startMs).toBeGreaterThan(1000);
    expect(count).toBe(40);
  });

  it("close the connection when the consumer stops", async () => {
    await using server = await startServer(respondPartly(BEGINNING));
    const frames = recordingClient(server.url).hive.frames({ media: JPEG });
    for await (const _frame of frames) break;
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    await expect(frames.summary()).rejects.toMatchObject({ kind: "closed" });
  });
});
