import { describe, expect, it } from "vitest";
import { openScope, raceSignal } from "./call-scope.ts";

/** Creates a signal that counts its listeners. */
function countedSignal(): { readonly signal: AbortSignal; readonly listeners: () => number } {
  const { signal } = new AbortController();
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (...given: Parameters<typeof add>) => {
      count++;
      add(...given);
    },
    removeEventListener: (...given: Parameters<typeof remove>) => {
      count--;
      remove(...given);
    },
  });
  return { signal, listeners: () => count };
}

describe("raceSignal", () => {
  it("leaves no listener, regardless of how the work ends", async () => {
    const { signal, listeners } = countedSignal();
    await raceSignal(signal, Promise.resolve(1));
    await expect(raceSignal(signal, Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(listeners()).toBe(0);
  });

  it("throws the signal's reason, regardless of the error of the work", async () => {
    const controller = new AbortController();
    const work = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new DOMException("aborted", "AbortError")), 5);
    });
    const result = raceSignal(controller.signal, work);
    controller.abort("left");
    await expect(result).rejects.toBe("left");
  });
});

describe("a call scope", () => {
  it("keeps the first reason", () => {
    const caller = new AbortController();
    const scope = openScope({ timeoutMs: 1000, signals: [caller.signal, undefined] });
    scope.abort("first");
    caller.abort("second");
    expect(scope.signal.reason).toBe("first");
    scope.close();
  });

  it("is aborted immediately by an aborted signal", () => {
    const scope = openScope({ timeoutMs: 1000, signals: [AbortSignal.abort("before")] });
    expect(scope.signal.reason).toBe("before");
    scope.close();
  });

  it("removes its listener from the caller's signal when it is closed", () => {
    const { signal, listeners } = countedSignal();
    const scope = openScope({ timeoutMs: 1000, signals: [signal] });
    expect(listeners()).toBe(1);
    scope.close();
    expect(listeners()).toBe(0);
  });
});
