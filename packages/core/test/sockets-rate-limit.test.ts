import { describe, expect, it, vi } from "vitest";
import {
  failureOf,
  JPEG,
  PATIENCE_MS,
  recordingClient,
  succeeded,
  WAYS,
} from "./support/recording-client.ts";
import { respond, respondPartly, gate } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { Script } from "./support/stub-server.ts";
import { videoReply } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000, maxConcurrency: 30 });

const ok = respond(200, { body: videoReply(3) });
const limited = (seconds: number): Script => respond(429, { headers: { "retry-after": String(seconds) } });

describe.each(WAYS)("%s after another call's 429", { concurrent: true }, (_name, call) => {
  it("is delayed by the same client, but not by another one", async () => {
    await using server = await startServer([limited(2), ok, ok, ok]);
    const { hive, attempts, lines } = recordingClient(server.url);
    const other = recordingClient(server.url).hive;
    const first = call(hive, { media: JPEG }, { headers: { "x-call": "first" } });
    await vi.waitFor(() => expect(attempts).toHaveLength(1), PATIENCE_MS);
    const second = call(hive, { media: JPEG }, { headers: { "x-call": "second" } });
    await call(other, { media: JPEG }, { headers: { "x-call": "other" } });
    await Promise.all([first, second]);
    const calls = server.seen.map(({ headers }) => headers["x-call"]);
    expect(calls.slice(0, 2)).toEqual(["first", "other"]);
    expect(new Set(calls.slice(2))).toEqual(new Set(["first", "second"]));
    const limitedAtMs = server.seen[0]?.startMs ?? Number.NaN;
    for (const { startMs } of server.seen.slice(2)) expect(startMs - limitedAtMs).toBeGreaterThan(2000 - 50);
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual(
      expect.arrayContaining([
        [1, 429],
        [2, 200],
        [1, 200],
      ]),
    );
    expect(lines.map(([, fields]) => fields)).toContainEqual({ waitedMs: expect.any(Number) });
  });

  it("fails immediately and sends nothing, if the pause exceeds its deadline", async () => {
    await using server = await startServer([limited(60), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive, { media: JPEG }, { retry: false })).rejects.toMatchObject({ status: 429 });
    const { error, elapsedMs } = await failureOf(call(hive, { media: JPEG }, { timeoutMs: 30_000 }));
    expect(error).toMatchObject({ kind: "http", status: 429, isRetryable: true });
    const waitMs = Number(Reflect.get(Object(error), "retryAfterMs"));
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toHaveLength(1);
    expect(server.seen).toHaveLength(1);
  });

  it("is not delayed by a 429 of another client, or by a 503 with Retry-After", async () => {
    await using server = await startServer([
      respond(503, { headers: { "retry-after": "60" } }),
      ok,
      limited(60),
      ok,
    ]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive, { media: JPEG }, { retry: false })).rejects.toMatchObject({
      retryAfterMs: 60_000,
    });
    await expect(call(hive, { media: JPEG }, { timeoutMs: 10_000 })).resolves.toMatchObject({ id: "video" });
    const other = recordingClient(server.url).hive;
    await expect(call(other, { media: JPEG }, { retry: false })).rejects.toMatchObject({ status: 429 });
    await expect(call(hive, { media: JPEG }, { timeoutMs: 10_000 })).resolves.toMatchObject({ id: "video" });
    expect(attempts.at(-1)).toEqual(succeeded(1));
  });

  it("continues if it was in flight before the 429", async () => {
    const { opened, open } = gate();
    const late = respondPartly("", async ({ response }) => {
      await opened;
      response.end(videoReply(3));
    });
    await using server = await startServer([late, limited(60)]);
    const { hive } = recordingClient(server.url);
    const first = call(hive);
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), PATIENCE_MS);
    await expect(call(hive, { media: JPEG }, { retry: false })).rejects.toMatchObject({ status: 429 });
    open();
    await expect(first).resolves.toMatchObject({ id: "video" });
  });
});
