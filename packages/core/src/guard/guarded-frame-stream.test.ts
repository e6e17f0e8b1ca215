import { describe, expect, it, vi } from "vitest";
import { bodyOf, fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../client/hive-client.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import type { BudgetStore } from "./budget-store.ts";
import { createBudget } from "./create-budget.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { createMemoryBudgetStore } from "./memory-budget-store.ts";
import { withBudget } from "./with-budget.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const ESTIMATE = 0.5;
const NOTHING = { spentUsd: 0, reservedUsd: 0, unknownUsd: 0 };
const BODY = JSON.stringify(readFixture("v1/categorization-video"));
/** The body up to and including its first frame. */
const START = BODY.slice(0, BODY.indexOf("}]}", BODY.indexOf('"output"')) + 3);
const LEFT = new Error("The user left.");

function guard(
  respond: (request: Request) => Response | Promise<Response> = () => new Response(BODY),
  store?: BudgetStore,
) {
  const fake = fakeFetch(respond);
  const client = new HiveClient({ apiKey: "test-key-SECRET", fetch: fake.fetch, retry: false });
  const budget = createBudget({
    limitUsd: 1,
    per: "run",
    ...(store === undefined ? {} : { store, name: "a" }),
  });
  return {
    hive: withBudget(client, { budget, estimateUsd: () => ESTIMATE }),
    client,
    budget,
    seen: fake.seen,
  };
}

const stalls = (): Response => new Response(bodyOf([START, null]));
const hangs = async (): Promise<Response> => new Promise<Response>(() => {});

describe("the stream of a guarded client", () => {
  it("yields the same frames and summary as that of the client, and counts the charge", async () => {
    const { hive, client, budget } = guard();
    const collect = async (stream: ReturnType<typeof hive.frames>) => {
      const frames = [];
      for await (const frame of stream) frames.push(frame);
      return { frames, summary: await stream.summary() };
    };
    expect(await collect(hive.frames({ media: JPEG }))).toEqual(
      await collect(client.frames({ media: JPEG })),
    );
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });

  it("reserves nothing before the first next() or summary()", async () => {
    const { hive, budget, seen } = guard(hangs);
    const stream = hive.frames({ media: JPEG });
    const iterator = stream[Symbol.asyncIterator]();
    expect(await budget.state()).toMatchObject(NOTHING);
    const next = iterator.next();
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(await budget.state()).toMatchObject({ ...NOTHING, reservedUsd: ESTIMATE });
    stream.cancel();
    await expect(next).rejects.toMatchObject({ kind: "closed" });
  });

  it("reserves once, however many calls start it", async () => {
    const { hive, budget, seen } = guard();
    const stream = hive.frames({ media: JPEG });
    const iterator = stream[Symbol.asyncIterator]();
    const [first, second, summary] = await Promise.all([iterator.next(), iterator.next(), stream.summary()]);
    expect([first.value?.index, second.value?.index, summary.results.length]).toEqual([0, 1, 1]);
    expect(seen).toHaveLength(1);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
    expect(await stream.summary()).toEqual(summary);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });

  it("throws the same error on each call without room", async () => {
    const { hive, budget, seen } = guard();
    await budget.reserve(0.8);
    const stream = hive.frames({ media: JPEG });
    const iterator = stream[Symbol.asyncIterator]();
    for (const call of [iterator.next(), iterator.next(), stream.summary()]) {
      await expect(call).rejects.toMatchObject({ kind: "budget", spentUsd: 0.8 });
    }
    stream.cancel();
    await stream[Symbol.asyncDispose]();
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject({ reservedUsd: 0.8, unknownUsd: 0 });
  });

  it("reads nothing ahead of its consumer", async () => {
    const pulled: number[] = [];
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled.push(++pulls);
          controller.enqueue(new TextEncoder().encode(pulls === 1 ? START : " "));
        },
      },
      { highWaterMark: 0 },
    );
    const { hive } = guard(() => new Response(body));
    const stream = hive.frames({ media: JPEG });
    await stream[Symbol.asyncIterator]().next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { client } = guard();
    expect(client).toBeInstanceOf(HiveClient);
    expect(pulled.length).toBeLessThanOrEqual(2);
    stream.cancel();
  });

  it("counts a second consumer as nothing, and rejects it", async () => {
    const { hive, budget, seen } = guard();
    const stream = hive.frames({ media: JPEG });
    const [first, second] = [stream[Symbol.asyncIterator](), stream[Symbol.asyncIterator]()];
    await expect(second.next()).rejects.toMatchObject({ kind: "closed" });
    await second.return?.();
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
    expect((await first.next()).value).toMatchObject({ index: 0 });
    await stream.summary();
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });
});

describe("leaving the stream", () => {
  it.each<readonly [string, (stream: ReturnType<HiveClient["frames"]>) => Promise<unknown>]>([
    [
      "break",
      async (stream) => {
        for await (const frame of stream) return frame;
        return null;
      },
    ],
    [
      "cancel",
      async (stream) => {
        await stream[Symbol.asyncIterator]().next();
        stream.cancel();
      },
    ],
    [
      "await using",
      async (stream) => {
        await using used = stream;
        await used[Symbol.asyncIterator]().next();
      },
    ],
  ])("with %s after a frame keeps the estimate", async (_name, leave) => {
    const { hive, budget } = guard(stalls);
    await leave(hive.frames({ media: JPEG }));
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE }),
    );
  });

  it("while the request is in flight keeps the estimate, and never releases it", async () => {
    const memory = createMemoryBudgetStore();
    const outcomes: unknown[] = [];
    const { hive, budget, seen } = guard(hangs, {
      reserve: async (...given) => memory.reserve(...given),
      settle: async (reservation, outcome) => {
        outcomes.push(outcome);
        return memory.settle(reservation, outcome);
      },
      adjust: async (...given) => memory.adjust(...given),
      read: async (...given) => memory.read(...given),
    });
    const stream = hive.frames({ media: JPEG });
    const summary = stream.summary();
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    stream.cancel(LEFT);
    await expect(summary).rejects.toMatchObject({ kind: "closed", cause: LEFT });
    expect(outcomes).toEqual([{ spentUnits: 0, unknownUnits: 5_000_000 }]);
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE });
  });

  it("before its start sends nothing, and reserves nothing", async () => {
    const { hive, budget, seen } = guard();
    const stream = hive.frames({ media: JPEG });
    stream.cancel(LEFT);
    await expect(stream.summary()).rejects.toMatchObject({ kind: "closed", cause: LEFT });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: "closed" });
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
  });

  it("while the amount is being reserved sends nothing, and leaves no reservation", async () => {
    const memory = createMemoryBudgetStore();
    let respond = (): void => {};
    const { hive, budget, seen } = guard(undefined, {
      reserve: async (reservation, limitUnits) => {
        await new Promise<void>((resolve) => {
          respond = resolve;
        });
        return memory.reserve(reservation, limitUnits);
      },
      settle: async (reservation, outcome) => memory.settle(reservation, outcome),
      adjust: async (period, change) => memory.adjust(period, change),
      read: async (period) => memory.read(period),
    });
    const stream = hive.frames({ media: JPEG });
    const summary = stream.summary();
    stream.cancel(LEFT);
    respond();
    await expect(summary).rejects.toMatchObject({ kind: "closed", cause: LEFT });
    await vi.waitFor(async () => expect(await budget.state()).toMatchObject(NOTHING));
    expect(seen).toHaveLength(0);
  });

  it("right after a next() that is not awaited leaves no reservation", async () => {
    const { hive, budget } = guard();
    const stream = hive.frames({ media: JPEG });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const next = iterator.next();
    stream.cancel();
    await next.catch(() => {});
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE }),
    );
  });

  it("after its end changes nothing", async () => {
    const { hive, budget } = guard();
    const stream = hive.frames({ media: JPEG });
    await stream.summary();
    stream.cancel();
    await stream[Symbol.asyncDispose]();
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });
});

describe("a stream that fails", () => {
  it("after some frames keeps the estimate, and throws the error again", async () => {
    const { hive, budget } = guard(() => new Response(bodyOf([START, new Error("reset")])));
    const stream = hive.frames({ media: JPEG });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    for (let times = 0; times < 2; times++) {
      await expect(iterator.next()).rejects.toMatchObject({ kind: "network" });
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE });
    }
  });

  it("at the signal of the call keeps the estimate if it was sent", async () => {
    const controller = new AbortController();
    const { hive, budget } = guard(stalls);
    const iterator = hive.frames({ media: JPEG }, { signal: controller.signal })[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort(LEFT);
    await expect(iterator.next()).rejects.toBe(LEFT);
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE }),
    );
  });

  it("at a signal that is already aborted sends nothing", async () => {
    const { hive, budget, seen } = guard();
    await expect(hive.frames({ media: JPEG }, { signal: AbortSignal.abort(LEFT) }).summary()).rejects.toBe(
      LEFT,
    );
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
  });
});

describe("a stream of another client that does not keep the contract", () => {
  const broken = async (): Promise<never> => {
    throw new Error("A bug of the client.");
  };
  it.each<readonly [string, (stream: FrameStream) => Promise<unknown>]>([
    [
      "return()",
      async (stream) => {
        const iterator = stream[Symbol.asyncIterator]();
        await iterator.next();
        await iterator.return?.();
      },
    ],
    [
      "cancel()",
      async (stream) => {
        await stream[Symbol.asyncIterator]().next();
        stream.cancel();
      },
    ],
    [
      "dispose",
      async (stream) => {
        await stream[Symbol.asyncIterator]().next();
        await stream[Symbol.asyncDispose]();
      },
    ],
    [
      "summary() at the end",
      async (stream) => {
        const iterator = stream[Symbol.asyncIterator]();
        await iterator.next();
        await iterator.next();
      },
    ],
  ])("leaves no reservation if %s fails", async (_name, use) => {
    const { client } = guard();
    const budget = createBudget({ limitUsd: 1, per: "run" });
    const hive: HiveCalls = {
      ...withBudget(client, { budget }),
      frames: (submission, options) => {
        const inner = client.frames(submission, options)[Symbol.asyncIterator]();
        let count = 0;
        const iterator: AsyncIterableIterator<Frame, undefined> = {
          next: async () => (count++ === 0 ? inner.next() : { done: true, value: undefined }),
          return: broken,
          [Symbol.asyncIterator]: () => iterator,
        };
        return {
          [Symbol.asyncIterator]: () => iterator,
          summary: broken,
          cancel: () => {
            throw new Error("A bug of the client.");
          },
          [Symbol.asyncDispose]: broken,
        };
      },
    };
    const guarded = withBudget(hive, { budget, estimateUsd: () => ESTIMATE });
    await expect(use(guarded.frames({ media: JPEG }))).rejects.toThrow("A bug of the client.");
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE }),
    );
  });
});
