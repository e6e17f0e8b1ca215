import { HiveClient } from "@hivekit/core";
import { aboveThreshold, framesOf, mapFrames, takeUntilVerdict } from "@hivekit/rxjs";
import { lastValueFrom, take, toArray } from "rxjs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { respondPartly, neverRespond } from "../../core/test/support/scripts.ts";
import { startServer } from "../../core/test/support/stub-server.ts";
import type { Script, StubServer } from "../../core/test/support/stub-server.ts";
import { countedFetch } from "./support/counted-fetch.ts";
import { frameText, longReply } from "./support/long-reply.ts";

// Generous, because the machine may be busy.
const WAITING = { timeout: 20_000, interval: 1 };
vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3600;
const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const createClient = (server: StubServer): HiveClient => new HiveClient({ apiKey: "k", baseUrl: server.url });

async function waitForClose(server: StubServer): Promise<number> {
  return vi.waitFor(() => {
    const closed = server.seen[0]?.closedAtMs ?? null;
    if (closed === null) throw new Error("The connection is open.");
    return closed;
  }, WAITING);
}

describe("over a socket, framesOf with an hour of video", () => {
  it("closes the connection after take(3), long before everything is sent", async ({ annotate }) => {
    const written = { frames: 0, bytes: 0 };
    await using server = await startServer(longReply(HOUR, written));
    const frames = await lastValueFrom(framesOf(createClient(server), { media }).pipe(take(3), toArray()));
    const startMs = performance.now();
    const elapsedMs = (await waitForClose(server)) - startMs;
    expect(frames.map(({ timeSeconds }) => timeSeconds)).toEqual([0, 1, 2]);
    expect(written.frames).toBeLessThan(HOUR / 2);
    await annotate(
      `closed after ${elapsedMs.toFixed(1)} ms, ${written.frames} frames (${written.bytes} bytes) written`,
    );
  });

  it("closes the connection when the verdict is settled", async () => {
    const written = { frames: 0, bytes: 0 };
    await using server = await startServer(longReply(HOUR, written));
    const policy = takeUntilVerdict({ block: { yes_smoking: 0.001 } });
    await lastValueFrom(framesOf(createClient(server), { media }).pipe(policy));
    await waitForClose(server);
    expect(written.frames).toBeLessThan(HOUR / 2);
  });

  it("reads to the end if not unsubscribed", async () => {
    const written = { frames: 0, bytes: 0 };
    await using server = await startServer(longReply(200, written));
    const passed = framesOf(createClient(server), { media }).pipe(
      aboveThreshold({ yes_smoking: 0 }),
      toArray(),
    );
    expect(await lastValueFrom(passed)).toHaveLength(200);
    expect(server.seen[0]?.closedAtMs).toBeNull();
  });

  const silences: readonly (readonly [string, Script])[] = [
    ["the headers", neverRespond],
    ["the first byte", respondPartly("")],
    ["the next byte", respondPartly('{"id":')],
  ];
  it.for(silences)(
    "closes the connection immediately on an unsubscription before %s",
    async ([stage, script], { annotate }) => {
      await using server = await startServer(script);
      const subscription = framesOf(createClient(server), { media }).subscribe();
      await vi.waitFor(() => expect(server.seen).toHaveLength(1), WAITING);
      await sleep(30);
      const startMs = performance.now();
      subscription.unsubscribe();
      const endMs = await waitForClose(server);
      expect(endMs).toBeGreaterThan(startMs);
      await annotate(`before ${stage}: the server saw it after ${(endMs - startMs).toFixed(1)} ms`);
    },
  );
});

describe("over a socket, mapFrames with work of 10 ms", () => {
  it.for([1, 4])(
    "holds at most %i frames and one chunk, and leaves the rest to the sender",
    async (concurrency, { annotate }) => {
      const written = { frames: 0, bytes: 0 };
      const read = { bytes: 0, largestChunkBytes: 0 };
      await using server = await startServer(longReply(HOUR, written));
      const hive = new HiveClient({ apiKey: "k", baseUrl: server.url, fetch: countedFetch(read) });
      const frameBytes = frameText(0).length;
      let begun = 0;
      let done = 0;
      let mostInFlight = 0;
      let mostHeld = 0;
      const work = async (): Promise<void> => {
        begun++;
        mostInFlight = Math.max(mostInFlight, begun - done);
        mostHeld = Math.max(mostHeld, Math.floor(read.bytes / frameBytes) - done);
        await sleep(10);
        done++;
      };
      await lastValueFrom(mapFrames(hive, { media }, work, { concurrency }).pipe(take(50)));
      await waitForClose(server);
      expect(mostInFlight).toBe(concurrency);
      expect(mostHeld).toBeLessThanOrEqual(concurrency + Math.ceil(read.largestChunkBytes / frameBytes));
      expect(written.frames).toBeLessThan(HOUR / 2);
      await annotate(
        `concurrency ${concurrency}: at most ${mostInFlight} in flight, ${mostHeld} held with the chunk (of at most ${read.largestChunkBytes} bytes); ` +
          `after 50 of ${HOUR} frames the client had read ${Math.floor(read.bytes / frameBytes)}, the sender written ${written.frames}`,
      );
    },
  );
});
