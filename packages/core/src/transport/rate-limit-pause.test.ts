import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.ts";
import { openScope } from "./call-scope.ts";
import { RateLimitPause } from "./rate-limit-pause.ts";

const scopeOf = (timeoutMs: number, signal?: AbortSignal): ReturnType<typeof openScope> =>
  openScope({ timeoutMs, signals: [signal] });

describe("the pause after a 429", () => {
  it("delays no call before the first 429", async () => {
    const clock = fakeClock();
    const scope = scopeOf(60_000);
    expect(await new RateLimitPause(clock).wait(scope)).toBe(0);
    expect(clock.slept).toEqual([]);
    scope.close();
  });

  it("delays calls until its end, and spreads them", async () => {
    const clock = fakeClock({ random: 0.5 });
    const pause = new RateLimitPause(clock);
    const scope = scopeOf(60_000);
    pause.extend(2_000);
    expect(await pause.wait(scope)).toBe(2_125);
    expect(await pause.wait(scope), "the pause is over").toBe(0);
    scope.close();
  });

  it("is never shortened by a later, shorter one", async () => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    const scope = scopeOf(60_000);
    pause.extend(5_000);
    pause.extend(10);
    expect(await pause.wait(scope)).toBe(5_000);
    scope.close();
  });

  it("fails a call immediately with its duration, if it exceeds the deadline", async () => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    const scope = scopeOf(1_000);
    pause.extend(30_000);
    await expect(pause.wait(scope)).rejects.toMatchObject({
      kind: "http",
      reason: "rate_limited",
      retryAfterMs: 30_000,
    });
    expect(clock.slept).toEqual([]);
    scope.close();
  });

  it("throws the signal's reason if the call is aborted", async () => {
    const clock = fakeClock({ neverWakes: true });
    const pause = new RateLimitPause(clock);
    const controller = new AbortController();
    const scope = scopeOf(60_000, controller.signal);
    pause.extend(1_000);
    const waiting = pause.wait(scope);
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    scope.close();
  });
});
