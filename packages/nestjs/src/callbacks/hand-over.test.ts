import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HANDED_OVER } from "./callback-answer.ts";
import type { CallbackAnswer } from "./callback-answer.ts";
import { handOver } from "./hand-over.ts";
import type { HandOverOptions } from "./hand-over.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";
import { MemoryCallbackStore } from "./memory-callback-store.ts";

const LEASE_MS = 1_000;
const done = async (): Promise<CallbackAnswer> => HANDED_OVER;
const hanging = (): Promise<CallbackAnswer> => new Promise(() => {});

function options(given: Partial<HandOverOptions> = {}): HandOverOptions {
  return {
    store: new MemoryCallbackStore(),
    key: "a",
    leaseMs: LEASE_MS,
    expiresOn: new Date(Date.now() + 60_000),
    signal: new AbortController().signal,
    onLetGo: () => {},
    onProblem: () => {},
    ...given,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("handOver", () => {
  it("answers when work hangs for as long as its lease, and lets the next try have it", async () => {
    const of = options();
    const hung = handOver(hanging, of);
    await vi.advanceTimersByTimeAsync(LEASE_MS - 1);
    expect(await handOver(done, of)).toMatchObject({ status: 503 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await hung).toMatchObject({ status: 503, problem: expect.stringContaining("1000 ms (leaseMs)") });
    expect(await handOver(done, of)).toBe(HANDED_OVER);
  });

  it("takes work that succeeds late for done, and tells of work that fails late", async () => {
    const onProblem = vi.fn<HandOverOptions["onProblem"]>();
    const of = options({ onProblem });
    const endings: (() => void)[] = [];
    const succeeds = handOver(() => new Promise((resolve) => endings.push(() => resolve(HANDED_OVER))), of);
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await succeeds;
    const fails = handOver(
      () => new Promise((_, reject) => endings.push(() => reject(new Error("too late")))),
      of,
    );
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await fails;
    for (const end of endings) end();
    await vi.advanceTimersByTimeAsync(0);
    expect(onProblem.mock.calls).toEqual([
      ["A callback failed after it was answered", expect.objectContaining({ message: "too late" })],
    ]);
    const again = vi.fn<typeof done>(done);
    expect(await handOver(again, of)).toBe(HANDED_OVER);
    expect(again).not.toHaveBeenCalled();
  });

  it("tells the work whether its claim still holds", async () => {
    const asked: boolean[] = [];
    const endings: (() => void)[] = [];
    const slow = handOver(async (isOurs) => {
      asked.push(isOurs());
      await new Promise<void>((resolve) => endings.push(resolve));
      asked.push(isOurs());
      return HANDED_OVER;
    }, options());
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await slow;
    for (const end of endings) end();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([true, false]);
  });

  it.each(["null", "true", '"ok"'])("does nothing when a store's claim gives %s", async (word) => {
    const store = new MemoryCallbackStore();
    vi.spyOn(store, "claim").mockImplementation(() => JSON.parse(word));
    const work = vi.fn<typeof done>(done);
    await expect(handOver(work, options({ store }))).rejects.toThrow(
      `The store's claim gave ${word}; it must give "claimed", "busy" or "done".`,
    );
    expect(work).not.toHaveBeenCalled();
  });

  it("gives its claim back at once when the app has shut down", async () => {
    const app = new AbortController();
    const onLetGo = vi.fn<HandOverOptions["onLetGo"]>();
    const of = options({ signal: app.signal, onLetGo });
    const answer = handOver(hanging, of);
    await vi.advanceTimersByTimeAsync(0);
    app.abort();
    expect(await answer).toMatchObject({ status: 503, reason: "The application is shutting down." });
    await onLetGo.mock.calls[0]?.[0];
    expect(await handOver(done, { ...of, signal: new AbortController().signal })).toBe(HANDED_OVER);
  });

  it("begins nothing whose claim comes after the app has shut down, and gives it back", async () => {
    const app = new AbortController();
    const store = new MemoryCallbackStore();
    const slow: HiveCallbackStore = {
      claim: async (key, claiming) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return store.claim(key, claiming);
      },
      finish: (key, finishing) => store.finish(key, finishing),
      release: (key, releasing) => store.release(key, releasing),
    };
    const work = vi.fn<typeof done>(done);
    const answer = handOver(work, options({ store: slow, signal: app.signal }));
    app.abort();
    expect(await answer).toMatchObject({ status: 503 });
    await vi.advanceTimersByTimeAsync(100);
    expect(work).not.toHaveBeenCalled();
    expect(await handOver(done, options({ store }))).toBe(HANDED_OVER);
  });

  it("fails with what the work failed with, also when the claim cannot be given back", async () => {
    const store = new MemoryCallbackStore();
    vi.spyOn(store, "release").mockImplementation(() => {
      throw new Error("no connection to the store");
    });
    const onProblem = vi.fn<HandOverOptions["onProblem"]>();
    const failing = handOver(
      () => Promise.reject(new Error("the database is down")),
      options({ store, onProblem }),
    );
    await expect(failing).rejects.toThrow("the database is down");
    expect(onProblem.mock.calls).toEqual([
      [expect.any(String), expect.objectContaining({ message: "no connection to the store" })],
    ]);
  });

  it("deletes nothing that another owner has done meanwhile", async () => {
    const of = options();
    let fail = (): void => {};
    const slow = handOver(
      () =>
        new Promise((_, reject) => {
          fail = () => reject(new Error("late"));
        }),
      of,
    );
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await slow;
    await handOver(done, of);
    fail();
    await vi.advanceTimersByTimeAsync(0);
    const again = vi.fn<typeof done>(done);
    await handOver(again, of);
    expect(again).not.toHaveBeenCalled();
  });
});
