import { describe, expect, it, vi } from "vitest";
import { LongMedia } from "../../test/support/long-media.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../index.ts";

const reply = (): Response => Response.json(readFixture("v1/array-of-two"));
const kinds = ["iterable", "stream"] as const;

describe("a custom fetch", () => {
  it("is called without a receiver, which browsers require of their own fetch", async () => {
    const receivers: unknown[] = [];
    const hive = new HiveClient({
      apiKey: "k",
      fetch: async function (this: unknown) {
        receivers.push(this);
        return reply();
      },
    });
    await hive.classify({ url: "https://media.example/a.jpg" });
    expect(receivers).toEqual([undefined]);
  });

  it.each(kinds)("that rejects an upload without reading it closes the media: %s", async (kind) => {
    const media = new LongMedia();
    /** The number of closed media at the start of each attempt. */
    const closed: number[] = [];
    const hive = new HiveClient({
      apiKey: "k",
      retry: { minDelayMs: 0 },
      fetch: async () => {
        closed.push(media.closed);
        return new Response("", { status: 503 });
      },
    });
    // A function, so that each attempt opens it.
    await expect(hive.classify({ media: () => media[kind]() })).rejects.toMatchObject({ status: 503 });
    expect(closed).toEqual([0, 1, 2]);
    await vi.waitFor(() => expect(media.closed).toBe(3));
  });

  it.each(kinds)("that responds without reading the upload closes the media at the end: %s", async (kind) => {
    const media = new LongMedia();
    const hive = new HiveClient({ apiKey: "k", fetch: async () => reply() });
    await hive.classify({ media: media[kind]() });
    await vi.waitFor(() => expect(media.closed).toBe(1));
  });

  // In each case, the abort happens at a different step of the promises between fetch and the caller.
  it.each(Array.from({ length: 24 }, (_none, steps) => steps))(
    "that ignores an abort %i steps after its response leaves no body open",
    async (steps) => {
      const controller = new AbortController();
      const onCancel = vi.fn<() => void>();
      const body = new ReadableStream<Uint8Array>({ cancel: onCancel }, { highWaterMark: 0 });
      const abortLater = async (): Promise<void> => {
        for (let step = 0; step < steps; step++) await Promise.resolve();
        controller.abort("left");
      };
      const hive = new HiveClient({
        apiKey: "k",
        fetch: async () => {
          void abortLater();
          return new Response(body);
        },
      });
      await expect(
        hive.classify({ url: "https://media.example/a.jpg" }, { signal: controller.signal }),
      ).rejects.toBe("left");
      await vi.waitFor(() => expect(onCancel).toHaveBeenCalledTimes(1));
    },
  );
});
