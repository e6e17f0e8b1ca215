import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ACKNOWLEDGED } from "./callback-response.ts";
import type { CallbackResponse } from "./callback-response.ts";
import { deliverCallback } from "./deliver-callback.ts";
import type { DeliveryOptions } from "./deliver-callback.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";
import { MemoryCallbackStore } from "./memory-callback-store.ts";

const LEASE_MS = 1_000;
const done = async (): Promise<CallbackResponse> => ACKNOWLEDGED;
const hanging = (): Promise<CallbackResponse> => new Promise(() => {});

function options(overrides: Partial<DeliveryOptions> = {}): DeliveryOptions {
  return {
    store: new MemoryCallbackStore(),
    key: "a",
    leaseMs: LEASE_MS,
    expiresOn: new Date(Date.now() + 60_000),
    signal: new AbortController().signal,
    onEarlyRelease: () => {},
    onProblem: () => {},
    ...overrides,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("deliverCallback", () => {
  it("responds with 503 when the lease expires during the delivery, and lets the next attempt claim the callback", async () => {
    const given = options();
    const hung = deliverCallback(hanging, given);
    await vi.advanceTimersByTimeAsync(LEASE_MS - 1);
    expect(await deliverCallback(done, given)).toMatchObject({ status: 503 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await hung).toMatchObject({ status: 503, problem: expect.stringContaining("1000 ms (leaseMs)") });
    expect(await deliverCallback(done, given)).toBe(ACKNOWLEDGED);
  });

  it("marks the callback as done if the delivery succeeds late, and reports a delivery that fails late", async () => {
    const onProblem = vi.fn<DeliveryOptions["onProblem"]>();
    const given = options({ onProblem });
    const endings: (() => void)[] = [];
    const succeeds = deliverCallback(
      () => new Promise((resolve) => endings.push(() => resolve(ACKNOWLEDGED))),
      given,
    );
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await succeeds;
    const fails = deliverCallback(
      () => new Promise((_, reject) => endings.push(() => reject(new Error("too late")))),
      given,
    );
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await fails;
    for (const end of endings) end();
    await vi.advanceTimersByTimeAsync(0);
    expect(onProblem.mock.calls).toEqual([
      ["A callback failed after its response was sent", expect.objectContaining({ message: "too late" })],
    ]);
    const again = vi.fn<typeof done>(done);
    expect(await deliverCallback(again, given)).toBe(ACKNOWLEDGED);
    expect(again).not.toHaveBeenCalled();
  });

  it("lets the delivery check whether its claim is still valid", async () => {
    const asked: boolean[] = [];
    const endings: (() => void)[] = [];
    const slow = deliverCallback(async (hasClaim) => {
      asked.push(hasClaim());
      await new Promise<void>((resolve) => endings.push(resolve));
      asked.push(hasClaim());
      return ACKNOWLEDGED;
    }, options());
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await slow;
    for (const end of endings) end();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([true, false]);
  });

  it.each(["null", "true", '"ok"'])("delivers nothing if the store's claim() returns %s", async (json) => {
    const store = new MemoryCallbackStore();
    vi.spyOn(store, "claim").mockImplementation(() => JSON.parse(json));
    const deliver = vi.fn<typeof done>(done);
    await expect(deliverCallback(deliver, options({ store }))).rejects.toThrow(
      `The callback store's claim() must return "claimed", "busy" or "done", got ${json}.`,
    );
    expect(deliver).not.toHaveBeenCalled();
  });

  it("releases its claim at once when the app has shut down", async () => {
    const app = new AbortController();
    const onEarlyRelease = vi.fn<DeliveryOptions["onEarlyRelease"]>();
    const given = options({ signal: app.signal, onEarlyRelease });
    const answer = deliverCallback(hanging, given);
    await vi.advanceTimersByTimeAsync(0);
    app.abort();
    expect(await answer).toMatchObject({ status: 503, reason: "The application is shutting down." });
    await onEarlyRelease.mock.calls[0]?.[0];
    expect(await deliverCallback(done, { ...given, signal: new AbortController().signal })).toBe(
      ACKNOWLEDGED,
    );
  });

  it("delivers nothing if the claim arrives after the app has shut down, and releases it", async () => {
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
    const deliver = vi.fn<typeof done>(done);
    const answer = deliverCallback(deliver, options({ store: slow, signal: app.signal }));
    app.abort();
    expect(await answer).toMatchObject({ status: 503 });
    await vi.advanceTimersByTimeAsync(100);
    expect(deliver).not.toHaveBeenCalled();
    expect(await deliverCallback(done, options({ store }))).toBe(ACKNOWLEDGED);
  });

  it("rejects with the error of the delivery, even if the claim cannot be released", async () => {
    const store = new MemoryCallbackStore();
    vi.spyOn(store, "release").mockImplementation(() => {
      throw new Error("no connection to the store");
    });
    const onProblem = vi.fn<DeliveryOptions["onProblem"]>();
    const failing = deliverCallback(
      () => Promise.reject(new Error("the database is down")),
      options({ store, onProblem }),
    );
    await expect(failing).rejects.toThrow("the database is down");
    expect(onProblem.mock.calls).toEqual([
      [expect.any(String), expect.objectContaining({ message: "no connection to the store" })],
    ]);
  });

  it("does not reopen a callback that another owner has delivered in the meantime", async () => {
    const given = options();
    let fail = (): void => {};
    const slow = deliverCallback(
      () =>
        new Promise((_, reject) => {
          fail = () => reject(new Error("late"));
        }),
      given,
    );
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    await slow;
    await deliverCallback(done, given);
    fail();
    await vi.advanceTimersByTimeAsync(0);
    const again = vi.fn<typeof done>(done);
    await deliverCallback(again, given);
    expect(again).not.toHaveBeenCalled();
  });
});
