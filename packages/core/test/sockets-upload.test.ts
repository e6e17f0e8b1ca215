import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { MediaBytes, MediaSource } from "../src/index.ts";
import { findClosedPort } from "./support/find-closed-port.ts";
import { failureOf, PATIENCE_MS, recordingClient, succeeded, WAYS } from "./support/recording-client.ts";
import { LongMedia } from "./support/long-media.ts";
import { respond, gate, neverRespond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { SeenRequest } from "./support/stub-server.ts";
import { videoReply } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const ok = respond(200, { body: videoReply(3) });
const MIB = 1024 * 1024;
const SMALL = patternOf(70_001);
/** More than is sent as one buffer. */
const LARGE = patternOf(9 * MIB + 5);

const reopened: readonly (readonly [string, MediaSource, Uint8Array])[] = [
  ["a Uint8Array", SMALL, SMALL],
  ["a large Uint8Array", LARGE, LARGE],
  ["an ArrayBuffer", SMALL.buffer, SMALL],
  ["a Blob", new Blob([SMALL]), SMALL],
  ["a large Blob", new Blob([LARGE]), LARGE],
  ["a File", new File([SMALL], "a.bin"), SMALL],
  ["a function that opens a Blob", () => new Blob([SMALL]), SMALL],
  ["a function that opens a stream", async () => new Blob([SMALL]).stream(), SMALL],
  ["a function that opens a large stream", () => new Blob([LARGE]).stream(), LARGE],
  ["a function that opens an iterable", () => yieldChunks(SMALL), SMALL],
];

const oneShot: readonly (readonly [string, () => MediaSource])[] = [
  ["a ReadableStream", () => new Blob([SMALL]).stream()],
  ["an AsyncIterable", () => yieldChunks(SMALL)],
];

const kinds = ["iterable", "stream"] as const;

describe.each(WAYS)("%s uploads", (_name, call) => {
  it.each(reopened)("%s completely with each attempt", async (_kind, media, bytes) => {
    await using server = await startServer([respond(503), respond(500), ok]);
    const { hive, attempts } = recordingClient(server.url);
    await expect(call(hive, { media })).resolves.toMatchObject({ id: "video" });
    expect(attempts.map(({ status }) => status)).toEqual([503, 500, 200]);
    const sent = await Promise.all(server.seen.map(async (seen) => mediaOf(seen)));
    expect(sent.map(digestOf)).toEqual([bytes, bytes, bytes].map(digestOf));
    // A known length is sent.
    for (const { headers, chunks } of server.seen) {
      const length = headers["content-length"];
      if (length === undefined) expect(headers["transfer-encoding"]).toBe("chunked");
      else expect(Number(length)).toBe(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
    }
  });

  it.each(oneShot)("%s once, regardless of the retry limit", async (_kind, open) => {
    await using server = await startServer([respond(503), ok]);
    const retry = { minDelayMs: 0, limit: 5, unknownOutcome: true };
    const { hive, attempts } = recordingClient(server.url, { retry });
    await expect(call(hive, { media: open() })).rejects.toMatchObject({ status: 503, isRetryable: true });
    expect(attempts).toMatchObject([{ attempt: 1, willRetry: false, delayMs: null, mayBeBilled: false }]);
    expect(server.seen).toHaveLength(1);
    expect(digestOf(await mediaOf(server.seen[0]))).toBe(digestOf(SMALL));
  });

  it("slow media, because the idle timeout applies only to the response", async () => {
    await using server = await startServer(ok);
    const { hive, attempts } = recordingClient(server.url, { idleTimeoutMs: 400 });
    await expect(call(hive, { media: yieldChunks(SMALL, 150) })).resolves.toMatchObject({ id: "video" });
    expect(attempts).toEqual([succeeded(1)]);
    expect(digestOf(await mediaOf(server.seen[0]))).toBe(digestOf(SMALL));
  });

  it("until the deadline, then closes the connection", async () => {
    await using server = await startServer(ok);
    // The upload would take 600 ms.
    const media = yieldChunks(SMALL, 150);
    const { hive, attempts } = recordingClient(server.url, { timeoutMs: 400 });
    const { error, elapsedMs } = await failureOf(call(hive, { media }));
    expect(error).toMatchObject({ kind: "timeout", limit: "deadline", timeoutMs: 400 });
    expect(elapsedMs).toBeGreaterThan(390);
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    expect(attempts).toEqual([
      { attempt: 1, status: null, error, willRetry: false, delayMs: null, mayBeBilled: true },
    ]);
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    expect(server.seen[0]?.chunks.length).toBeGreaterThan(0);
    expect(server.seen).toHaveLength(1);
  });

  it("to a server that does not read, until the deadline", async () => {
    const { opened, open } = gate();
    await using server = await startServer(async ({ readBody }) => {
      await opened;
      await readBody();
    });
    // Long enough to connect on a busy machine.
    const { hive } = recordingClient(server.url, { timeoutMs: 2_000 });
    const { error, elapsedMs } = await failureOf(call(hive, { media: new Uint8Array(40 * MIB) }));
    expect(error).toMatchObject({ kind: "timeout", limit: "deadline" });
    expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    // A socket reports a closed connection only while it is read.
    open();
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).toBeTypeOf("number"), PATIENCE_MS);
    const sentBytes = server.seen[0]?.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    expect(sentBytes).toBeLessThan(40 * MIB);
  });
});

describe.each(WAYS)("%s releases the media", (_name, call) => {
  it.each([0, 1])("that is a stream and stalls after %i chunks, when it is aborted", async (chunks) => {
    await using server = await startServer(neverRespond);
    let left = chunks;
    const pulled = vi.fn<() => void>();
    const cancelled = vi.fn<() => void>();
    const media = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled();
        if (left-- > 0) return controller.enqueue(new Uint8Array(1024));
        return new Promise<void>(() => {});
      },
      cancel: cancelled,
    });
    const controller = new AbortController();
    const { hive } = recordingClient(server.url);
    const ending = failureOf(call(hive, { media }, { signal: controller.signal }));
    await vi.waitFor(() => expect(pulled).toHaveBeenCalledTimes(chunks + 1), PATIENCE_MS);
    controller.abort("left");
    expect((await ending).error).toBe("left");
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalledTimes(1), PATIENCE_MS);
  });

  it.each(kinds)("that is an %s, when it is aborted during the upload", async (kind) => {
    await using server = await startServer(neverRespond);
    const media = new LongMedia();
    const controller = new AbortController();
    const { hive } = recordingClient(server.url);
    const ending = failureOf(call(hive, { media: media[kind]() }, { signal: controller.signal }));
    await vi.waitFor(() => expect(server.seen[0]?.chunks.length).toBeGreaterThan(0), PATIENCE_MS);
    controller.abort("left");
    expect((await ending).error).toBe("left");
    await vi.waitFor(() => expect(media.closed).toBe(1), PATIENCE_MS);
    // A chunk that the source is producing still arrives.
    await sleep(20);
    const { chunks } = media;
    await sleep(50);
    expect(media.chunks).toBe(chunks);
  });

  it.each(kinds)("that is an %s, at the deadline", async (kind) => {
    await using server = await startServer(neverRespond);
    const media = new LongMedia();
    const { hive } = recordingClient(server.url, { timeoutMs: 100 });
    await expect(call(hive, { media: media[kind]() })).rejects.toMatchObject({ limit: "deadline" });
    await vi.waitFor(() => expect(media.closed).toBe(1), PATIENCE_MS);
  });

  it.each(kinds)("that is an %s, when the connection is reset during the upload", async (kind) => {
    await using server = await startServer(({ request }) => request.socket.resetAndDestroy());
    const media = new LongMedia();
    const { hive } = recordingClient(server.url);
    await expect(call(hive, { media: media[kind]() })).rejects.toMatchObject({ kind: "network" });
    await vi.waitFor(() => expect(media.closed).toBe(1), PATIENCE_MS);
  });

  it.each(kinds)("that is an %s, of each attempt to a closed port", async (kind) => {
    const media = new LongMedia();
    const { hive } = recordingClient(`http://127.0.0.1:${await findClosedPort()}`);
    // A function, so that each attempt opens it.
    const open = (): MediaBytes => media[kind]();
    await expect(call(hive, { media: open })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(media.opened).toBe(3);
    await vi.waitFor(() => expect(media.closed).toBe(3), PATIENCE_MS);
  });

  it.each(kinds)("that is an %s, if it is opened after the abort", async (kind) => {
    await using server = await startServer(neverRespond);
    const media = new LongMedia();
    const controller = new AbortController();
    const { hive } = recordingClient(server.url);
    const open = async (): Promise<MediaBytes> => {
      controller.abort("left");
      await sleep(20);
      return media[kind]();
    };
    await expect(call(hive, { media: open }, { signal: controller.signal })).rejects.toBe("left");
    await vi.waitFor(() => expect(media.opened).toBe(1), PATIENCE_MS);
    await vi.waitFor(() => expect(media.closed).toBe(1), PATIENCE_MS);
    expect(server.seen).toHaveLength(0);
  });
});

function patternOf(sizeBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sizeBytes).map((_zero, index) => (index * 31 + (index >> 8)) & 0xff);
}

async function* yieldChunks(bytes: Uint8Array, pauseMs = 0): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 20_000) {
    if (pauseMs > 0) await sleep(pauseMs);
    yield bytes.subarray(start, start + 20_000);
  }
}

/** Reads the bytes of the one file in a form. */
async function mediaOf(seen: SeenRequest | undefined): Promise<Uint8Array> {
  const headers = { "content-type": seen?.headers["content-type"] ?? "" };
  const form = await new Response(Buffer.concat(seen?.chunks ?? []), { headers }).formData();
  const image = form.get("image");
  return image instanceof File ? new Uint8Array(await image.arrayBuffer()) : new Uint8Array(0);
}

function digestOf(bytes: Uint8Array): string {
  return `${bytes.byteLength} ${createHash("sha256").update(bytes).digest("hex")}`;
}
