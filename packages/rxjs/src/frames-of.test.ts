import { HiveClient } from "@hivekit/core";
import type { Frame, TaskSummary } from "@hivekit/core";
import { firstValueFrom, lastValueFrom, take, takeUntil, timer, toArray } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { framesOf } from "./frames-of.ts";

const media = new Uint8Array([1, 2, 3]);

/** Creates a v1 reply with the given number of frames, one second apart. */
function createReply(frames: number): string {
  const output = Array.from({ length: frames }, (_, time) => ({
    time,
    classes: [{ class: "red", score: 1 }],
  }));
  return JSON.stringify({
    id: "t",
    status: {
      status: { code: "0", message: "SUCCESS" },
      response: { input: { charge: 0.003 * frames }, output },
    },
  });
}

/**
 * Creates a client whose responses consist of the given chunks; `null` is a chunk that never arrives. Counts bodies
 * that are closed early.
 */
function createClient(chunks: readonly (string | null)[], status = 200) {
  const state = { requests: 0, closed: 0 };
  const hive = new HiveClient({
    apiKey: "k",
    fetch: async () => {
      state.requests++;
      const waiting = [...chunks];
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const chunk = waiting.shift();
            if (chunk === undefined) controller.close();
            else if (chunk === null) await new Promise(() => {});
            else controller.enqueue(new TextEncoder().encode(chunk));
          },
          cancel: () => {
            state.closed++;
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body, { status });
    },
  });
  return { hive, state };
}

const collect = (source: ReturnType<typeof framesOf>): Promise<Frame[]> =>
  lastValueFrom(source.pipe(toArray()));

describe("framesOf", () => {
  it.each([0, 1, 5])("emits %i frames in order and completes", async (count) => {
    const { hive } = createClient([createReply(count)]);
    const frames = await collect(framesOf(hive, { media }));
    expect(frames.map((frame) => frame.timeSeconds)).toEqual(
      Array.from({ length: count }, (_, time) => time),
    );
  });

  it("sends nothing before a subscription, and submits again for a second one", async () => {
    const { hive, state } = createClient([createReply(2)]);
    const source = framesOf(hive, { media });
    expect(state.requests).toBe(0);
    await Promise.all([collect(source), collect(source)]);
    expect(state.requests).toBe(2);
  });

  it("passes the summary once, before it completes", async () => {
    const { hive } = createClient([createReply(2)]);
    const events: string[] = [];
    const onSummary = (summary: TaskSummary): void => {
      events.push(`summary of ${summary.results[0]?.frameCount} for $${summary.results[0]?.chargeUsd}`);
    };
    await new Promise<void>((resolve) => {
      framesOf(hive, { media }, { onSummary }).subscribe({
        next: (frame) => events.push(`frame ${frame.index}`),
        complete: () => {
          events.push("complete");
          resolve();
        },
      });
    });
    expect(events).toEqual(["frame 0", "frame 1", "summary of 2 for $0.006", "complete"]);
  });

  it("fails with the error of onSummary", async () => {
    const { hive } = createClient([createReply(1)]);
    const problem = new Error("disk full");
    const onSummary = (): void => {
      throw problem;
    };
    await expect(collect(framesOf(hive, { media }, { onSummary }))).rejects.toBe(problem);
  });

  it("emits the complete frames of a truncated body, then fails", async () => {
    const { hive } = createClient([createReply(3).slice(0, -30)]);
    const seen: (number | null)[] = [];
    const error = await new Promise((resolve) => {
      framesOf(hive, { media }).subscribe({ next: (frame) => seen.push(frame.timeSeconds), error: resolve });
    });
    expect(error).toMatchObject({ kind: "decode" });
    expect(seen).toEqual([0, 1]);
  });

  it("fails with Hive's rejection, and with an invalid submission", async () => {
    await expect(collect(framesOf(createClient(["{}"], 403).hive, { media }))).rejects.toMatchObject({
      reason: "unauthorized",
    });
    await expect(collect(framesOf(createClient([]).hive, { text: "alone" }))).rejects.toMatchObject({
      kind: "input",
    });
  });

  it("closes the connection when unsubscribed between frames", async () => {
    const { hive, state } = createClient([createReply(3).split('{"time":2')[0] ?? "", null]);
    await firstValueFrom(framesOf(hive, { media }).pipe(take(1)));
    await vi.waitFor(() => expect(state.closed).toBe(1));
  });

  it("closes the connection when unsubscribed while no frames arrive", async () => {
    const { hive, state } = createClient([createReply(3).slice(0, 20), null]);
    await collect(framesOf(hive, { media }).pipe(takeUntil(timer(20))));
    await vi.waitFor(() => expect(state.closed).toBe(1));
  });

  it("reports nothing after an unsubscription, not even the error from closing the connection", async () => {
    const { hive } = createClient([createReply(3).slice(0, 20), null]);
    const events: unknown[] = [];
    const subscription = framesOf(hive, { media }).subscribe({
      next: (frame) => events.push(frame),
      error: (error: unknown) => events.push(error),
      complete: () => events.push("complete"),
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    subscription.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(events).toEqual([]);
  });

  it("fails with the reason of an aborted signal", async () => {
    const { hive } = createClient([null]);
    const controller = new AbortController();
    setTimeout(() => controller.abort("left"), 10);
    await expect(collect(framesOf(hive, { media }, { signal: controller.signal }))).rejects.toBe("left");
  });

  it("does not complete before the response ends", async () => {
    const { hive } = createClient([createReply(3).slice(0, -1), null]);
    const seen = await collect(framesOf(hive, { media }).pipe(takeUntil(timer(30))));
    expect(seen).toHaveLength(3);
  });
});
