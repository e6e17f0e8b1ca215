import { setImmediate } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.ts";
import { openScope } from "./call-scope.ts";
import { RateLimitPause } from "./rate-limit-pause.ts";

const scopeOf = (timeoutMs: number, signal?: AbortSignal): ReturnType<typeof openScope> =>
  openScope({ timeoutMs, signals: [signal] });

describe("the pause after a 429", () => {
  it("delays no call before the first 429", async () => {
    const clock = fakeClock();
    const scope = scopeOf(60_000);
    expect((await new RateLimitPause(clock).wait(scope)).waitedMs).toBe(0);
    expect(clock.slept).toEqual([]);
    scope.close();
  });

  it("delays calls until its end, and spreads them", async () => {
    const clock = fakeClock({ random: 0.5 });
    const pause = new RateLimitPause(clock);
    const scope = scopeOf(60_000);
    pause.extend(2_000);
    expect((await pause.wait(scope)).waitedMs).toBe(2_125);
    expect((await pause.wait(scope)).waitedMs, "the pause is over").toBe(0);
    scope.close();
  });

  it("is never shortened by a later, shorter one", async () => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    const scope = scopeOf(60_000);
    pause.extend(5_000);
    pause.extend(10);
    expect((await pause.wait(scope)).waitedMs).toBe(5_000);
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

describe("a pause of more than ten minutes", () => {
  const scope = scopeOf(2_000_000_000);
  afterAll(() => scope.close());

  it.each([601_000, 86_400_000_000, 2_147_483_647, Infinity])("of %s ms ends after ten", async (delayMs) => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    pause.extend(delayMs);
    expect((await pause.wait(scope)).waitedMs).toBe(600_000);
  });

  it("lets one call through at a time, until one is answered", async () => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    pause.extend(Infinity);
    await clock.sleep(600_000, scope.signal);
    const sent: number[] = [];
    const [first, second, third] = [1, 2, 3].map(async (number) => {
      const turn = await pause.wait(scope);
      sent.push(number);
      return turn;
    });
    const probe = await first;
    await setImmediate();
    expect(sent, "the others wait").toEqual([1]);
    probe?.end(null);
    const next = await second;
    await setImmediate();
    expect(sent, "a lost connection says nothing about the rate limit").toEqual([1, 2]);
    next?.end(200);
    await third;
    const [fourth, fifth] = await Promise.all([pause.wait(scope), pause.wait(scope)]);
    expect([fourth.waitedMs, fifth.waitedMs]).toEqual([0, 0]);
  });

  it("begins again if the call is limited too, even with a shorter pause", async () => {
    const clock = fakeClock();
    const pause = new RateLimitPause(clock);
    pause.extend(Infinity);
    const probe = await pause.wait(scope);
    const waiting = pause.wait(scope);
    pause.extend(1_000);
    probe.end(429);
    const next = await waiting;
    expect(next.waitedMs).toBe(1_000);
    const last = pause.wait(scope);
    next.end(503);
    expect((await last).waitedMs, "a response other than 429 ends the limit").toBe(0);
  });

  it("throws the signal's reason while another call is in flight", async () => {
    const pause = new RateLimitPause(fakeClock());
    pause.extend(Infinity);
    await pause.wait(scope);
    const controller = new AbortController();
    const other = scopeOf(60_000, controller.signal);
    const waiting = pause.wait(other);
    controller.abort("stop");
    await expect(waiting).rejects.toBe("stop");
    other.close();
  });
});
