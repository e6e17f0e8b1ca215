import { describe, expect, it, vi } from "vitest";
import { CallRegistry } from "./call-registry.ts";

describe("CallRegistry", () => {
  it("counts the calls that have begun but not ended", () => {
    const calls = new CallRegistry();
    const [one, other] = [calls.begin(), calls.begin()];
    one.end();
    one.end();
    expect(calls.size).toBe(1);
    other.end();
    expect(calls.size).toBe(0);
  });

  it("aborts a call with the reason of its caller's signal, and ignores the signal after the call has ended", () => {
    const calls = new CallRegistry();
    const caller = new AbortController();
    const [aborted, ended] = [calls.begin(caller.signal), calls.begin(caller.signal)];
    ended.end();
    caller.abort("left");
    expect(aborted.signal.reason).toBe("left");
    expect(ended.signal.aborted).toBe(false);
    expect(calls.begin(caller.signal).signal.reason).toBe("left");
  });

  it("closes when the last call has ended and no other call has begun", async () => {
    const calls = new CallRegistry();
    const call = calls.begin();
    const closed = calls.close(60_000);
    expect(calls.isClosing).toBe(true);
    const needed = calls.begin();
    expect(needed.signal.aborted).toBe(false);
    call.end();
    needed.end();
    await closed;
    expect(call.signal.aborted).toBe(false);
    expect(calls.begin().signal.reason).toMatchObject({ kind: "closed" });
  });

  it("aborts the calls still in flight when the grace period is over", async () => {
    vi.useFakeTimers();
    try {
      const calls = new CallRegistry();
      const call = calls.begin();
      const closed = calls.close(5_000);
      await vi.advanceTimersByTimeAsync(4_999);
      expect(call.signal.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      await closed;
      expect(call.signal.reason).toMatchObject({ kind: "closed" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("waits while calls follow one another with some work in between", async () => {
    vi.useFakeTimers();
    try {
      const calls = new CallRegistry();
      const first = calls.begin();
      const closed = calls.close(60_000);
      await vi.advanceTimersByTimeAsync(10);
      first.end();
      await vi.advanceTimersByTimeAsync(90);
      const second = calls.begin();
      expect(second.signal.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(second.signal.aborted).toBe(false);
      second.end();
      await vi.advanceTimersByTimeAsync(100);
      await closed;
    } finally {
      vi.useRealTimers();
    }
  });

  it("waits for the cleanup of aborted calls, but not indefinitely", async () => {
    vi.useFakeTimers();
    try {
      const calls = new CallRegistry();
      let hasReleased = false;
      calls.begin().signal.addEventListener("abort", () => {
        calls.addCleanup(
          new Promise((resolve) => {
            setTimeout(() => {
              hasReleased = true;
              resolve();
            }, 500);
          }),
        );
      });
      const closed = calls.close(0);
      await vi.advanceTimersByTimeAsync(500);
      await closed;
      expect(hasReleased).toBe(true);
      calls.addCleanup(new Promise(() => {}));
      const again = calls.close(0);
      await vi.advanceTimersByTimeAsync(1_000);
      await again;
    } finally {
      vi.useRealTimers();
    }
  });

  it("aborts everything immediately without a grace period", async () => {
    const calls = new CallRegistry();
    const call = calls.begin();
    await calls.close(0);
    expect(call.signal.aborted).toBe(true);
  });
});
