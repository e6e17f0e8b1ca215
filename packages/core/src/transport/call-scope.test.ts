import { describe, expect, it } from "vitest";
import { openScope } from "./call-scope.ts";

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

  it("passes the result or the error of the work on, and adds no listener", async () => {
    const { signal, listeners } = countedSignal();
    const scope = openScope({ signals: [signal] });
    await expect(scope.race(Promise.resolve(1))).resolves.toBe(1);
    await expect(scope.race(Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(listeners()).toBe(1);
    scope.close();
  });

  it("throws its reason, regardless of the error of the work", async () => {
    const scope = openScope({ signals: [] });
    const work = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new DOMException("aborted", "AbortError")), 5);
    });
    const result = scope.race(work);
    scope.abort("left");
    await expect(result).rejects.toBe("left");
    await expect(scope.race(new Promise(() => {}))).rejects.toBe("left");
  });

  it("throws its reason if the work fails because of the abort", async () => {
    const scope = openScope({ signals: [] });
    const work = new Promise((_resolve, reject) => {
      scope.signal.addEventListener("abort", () => reject(new Error("work")));
    });
    const result = scope.race(work);
    scope.abort("left");
    await expect(result).rejects.toBe("left");
  });
});
