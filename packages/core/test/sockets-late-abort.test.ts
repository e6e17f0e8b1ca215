import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { HiveClient } from "../src/index.ts";
import { failureOf, isSooner, recordingClient, succeeded, WAYS } from "./support/recording-client.ts";
import { LongMedia } from "./support/long-media.ts";
import { respond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const kinds = ["iterable", "stream"] as const;

describe.each(WAYS)("%s releases the media", (_name, call) => {
  it.each(kinds)(
    "that is an %s, when it is aborted during a response that began before the end of the upload",
    async (kind) => {
      await using server = await startServer(({ request, response }) => {
        request.resume();
        response.writeHead(200).write('{"id":');
      });
      const media = new LongMedia();
      const controller = new AbortController();
      const { hive, attempts } = recordingClient(server.url);
      const ending = failureOf(call(hive, { media: media[kind]() }, { signal: controller.signal }));
      await vi.waitFor(() => expect(attempts).toEqual([succeeded(1)]), 10_000);
      controller.abort("left");
      expect((await ending).error).toBe("left");
      await vi.waitFor(() => expect(media.closed).toBe(1), 2_000);
    },
  );
});

const waits: readonly (readonly [string, (hive: HiveClient, signal: AbortSignal) => Promise<unknown>])[] = [
  ["wait", async (hive, signal) => hive.wait("task-1", { signal })],
  ["taskFrames", async (hive, signal) => hive.taskFrames("task-1", { signal }).summary()],
];

describe.each(waits)("%s", (_name, wait) => {
  const pending = respond(200, { body: '{"id":"task-1"}' });

  it("that is aborted before it starts neither waits nor polls", async () => {
    await using server = await startServer(pending);
    const { hive } = recordingClient(server.url, { api: "v2" });
    const call = failureOf(wait(hive, AbortSignal.abort("left")));
    // The first delay is 1 s.
    expect(await isSooner(call, 900)).toBe(true);
    expect((await call).error).toBe("left");
    expect(server.seen).toHaveLength(0);
  });

  it("that is aborted between two polls rejects immediately", async () => {
    await using server = await startServer(pending);
    const { hive } = recordingClient(server.url, { api: "v2" });
    const controller = new AbortController();
    const call = failureOf(wait(hive, controller.signal));
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), 10_000);
    // Wait for the end of the poll; a delay of more than 1.1 s follows.
    await sleep(50);
    controller.abort("left");
    expect(await isSooner(call, 900)).toBe(true);
    expect((await call).error).toBe("left");
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});
