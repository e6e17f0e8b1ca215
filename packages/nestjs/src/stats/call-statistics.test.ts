import {
  HiveDecodeError,
  HiveHttpError,
  HiveInputError,
  HiveNetworkError,
  HiveTimeoutError,
} from "@hivekit/core";
import type { AttemptInfo } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import { CallStatistics } from "./call-statistics.ts";

function httpError(status: number): HiveHttpError {
  return new HiveHttpError(`HTTP ${status}.`, {
    status,
    retryAfterMs: null,
    hiveCode: null,
    hiveMessage: null,
  });
}

function attempt(status: number | null, error: unknown = null): AttemptInfo {
  return { attempt: 1, status, error, willRetry: false, delayMs: null, mayBeBilled: true };
}

function statisticsAt(clock: { nowMs: number }): CallStatistics {
  return new CallStatistics(
    () => clock.nowMs,
    () => new Date(clock.nowMs),
  );
}

const START_MS = Date.UTC(2026, 0, 1);

describe("CallStatistics", () => {
  it("is empty at first", () => {
    expect(new CallStatistics().read(0)).toEqual({
      inFlight: 0,
      windowMs: 300_000,
      attempts: 0,
      failures: 0,
      rateLimited: 0,
      lastSuccess: null,
      lastFailure: null,
      access: "unknown",
      accessAgeMs: null,
    });
  });

  it("counts attempts, failures and rate limits, and remembers the last of each", () => {
    const clock = { nowMs: START_MS };
    const statistics = statisticsAt(clock);
    statistics.recordAttempt(attempt(429, httpError(429)), "submission");
    clock.nowMs += 1000;
    statistics.recordAttempt(attempt(503, httpError(503)), "submission");
    clock.nowMs += 1000;
    statistics.recordAttempt(attempt(200), "submission");
    statistics.recordSuccess();
    expect(statistics.read(2)).toEqual({
      inFlight: 2,
      windowMs: 300_000,
      attempts: 3,
      failures: 2,
      rateLimited: 1,
      lastSuccess: new Date(START_MS + 2000),
      lastFailure: {
        on: new Date(START_MS + 1000),
        kind: "http",
        reason: "unavailable",
        message: "HTTP 503.",
      },
      access: "granted",
      accessAgeMs: 0,
    });
  });

  it("counts an error once if it ends an attempt and its call", () => {
    const statistics = new CallStatistics();
    const error = new HiveNetworkError("Lost.", { isRetryable: false, code: null });
    statistics.recordAttempt(attempt(null, error), "submission");
    statistics.recordError(error, "submission", attempt(null, error));
    expect(statistics.read(0)).toMatchObject({ attempts: 1, failures: 1 });
  });

  it("counts a response that cannot be read as a failure", () => {
    const statistics = new CallStatistics();
    statistics.recordAttempt(attempt(200), "submission");
    statistics.recordError(new HiveDecodeError("HTML."), "submission", attempt(200));
    expect(statistics.read(0)).toMatchObject({ attempts: 1, failures: 1, lastFailure: { kind: "decode" } });
  });

  it("counts a call that was not sent, or not sent again, as a failed attempt", () => {
    const statistics = new CallStatistics();
    statistics.recordError(httpError(429), "submission", null);
    const late = new HiveTimeoutError("Late.", { limit: "deadline", timeoutMs: 1 });
    statistics.recordError(late, "submission", null);
    expect(statistics.read(0)).toMatchObject({ attempts: 2, failures: 2, rateLimited: 1 });
    const rejected = attempt(429, httpError(429));
    statistics.recordAttempt(rejected, "submission");
    statistics.recordError(httpError(429), "submission", rejected);
    expect(statistics.read(0)).toMatchObject({ attempts: 4, failures: 4, rateLimited: 3 });
  });

  it("does not count rejected content, aborts or unsent calls as failures", () => {
    const statistics = new CallStatistics();
    statistics.recordAttempt(attempt(400, httpError(400)), "submission");
    statistics.recordAttempt(attempt(null, new Error("left")), "submission");
    statistics.recordError(new Error("left"), "submission", null);
    statistics.recordError(new HiveInputError("Too large."), "submission", null);
    expect(statistics.read(0)).toMatchObject({
      attempts: 1,
      failures: 0,
      lastFailure: null,
      access: "granted",
    });
  });

  it("derives access from Hive's last response", () => {
    const statistics = new CallStatistics();
    for (const [status, access] of [
      [403, "unauthorized"],
      [405, "insufficient_balance"],
      [503, "insufficient_balance"],
      [400, "granted"],
    ] as const) {
      statistics.recordAttempt(attempt(status, httpError(status)), "submission");
      expect(statistics.read(0).access).toBe(access);
    }
  });

  it("derives the state of the key from a poll, but not the state of the balance", () => {
    const clock = { nowMs: START_MS };
    const statistics = statisticsAt(clock);
    statistics.recordAttempt(attempt(405, httpError(405)), "submission");
    clock.nowMs += 7_000;
    statistics.recordAttempt(attempt(200), "poll");
    statistics.recordAttempt(attempt(404, httpError(404)), "poll");
    expect(statistics.read(0)).toMatchObject({ access: "insufficient_balance", accessAgeMs: 7_000 });
    statistics.recordAttempt(attempt(200), "submission");
    expect(statistics.read(0)).toMatchObject({ access: "granted", accessAgeMs: 0 });
    statistics.recordAttempt(attempt(403, httpError(403)), "poll");
    expect(statistics.read(0).access).toBe("unauthorized");
    statistics.recordAttempt(attempt(200), "poll");
    expect(statistics.read(0).access).toBe("granted");
  });

  it("counts a 404 of a submission as a failure, but not a 404 of a task", () => {
    const statistics = new CallStatistics();
    statistics.recordAttempt(attempt(404, httpError(404)), "poll");
    expect(statistics.read(0)).toMatchObject({ attempts: 1, failures: 0, access: "granted" });
    statistics.recordAttempt(attempt(404, httpError(404)), "submission");
    expect(statistics.read(0)).toMatchObject({
      attempts: 2,
      failures: 1,
      lastFailure: { reason: "not_found" },
    });
  });

  it("reports the age of access", () => {
    const clock = { nowMs: START_MS };
    const statistics = statisticsAt(clock);
    expect(statistics.read(0).accessAgeMs).toBe(null);
    statistics.recordAttempt(attempt(403, httpError(403)), "submission");
    clock.nowMs += 7_000;
    expect(statistics.read(0)).toMatchObject({ access: "unauthorized", accessAgeMs: 7_000 });
    // This failure does not concern the key.
    statistics.recordAttempt(attempt(503, httpError(503)), "submission");
    expect(statistics.read(0)).toMatchObject({ access: "unauthorized", accessAgeMs: 7_000 });
    statistics.recordAttempt(attempt(200), "submission");
    expect(statistics.read(0)).toMatchObject({ access: "granted", accessAgeMs: 0 });
  });

  it("is not affected by a wall clock that is set back", () => {
    let nowMs = 50_000;
    let date = new Date(START_MS);
    const statistics = new CallStatistics(
      () => nowMs,
      () => date,
    );
    statistics.recordAttempt(attempt(429, httpError(429)), "submission");
    date = new Date(START_MS - 3_600_000);
    nowMs += 11_000;
    statistics.recordAttempt(attempt(200), "submission");
    statistics.recordSuccess();
    expect(statistics.read(0)).toMatchObject({
      attempts: 2,
      rateLimited: 1,
      lastSuccess: date,
      accessAgeMs: 0,
    });
    nowMs += 320_000;
    expect(statistics.read(0)).toMatchObject({ attempts: 0, accessAgeMs: 320_000 });
  });

  it("reports the worse access of the project's key and of the vision language model's key", () => {
    const clock = { nowMs: START_MS };
    const statistics = statisticsAt(clock);
    statistics.recordAttempt(attempt(403, httpError(403)), "vlm");
    clock.nowMs += 1000;
    statistics.recordAttempt(attempt(200), "submission");
    expect(statistics.read(0)).toMatchObject({ access: "unauthorized", accessAgeMs: 1000 });
    statistics.recordAttempt(attempt(405, httpError(405)), "submission");
    clock.nowMs += 1000;
    statistics.recordAttempt(attempt(200), "vlm");
    expect(statistics.read(0)).toMatchObject({ access: "insufficient_balance", accessAgeMs: 1000 });
    statistics.recordAttempt(attempt(200), "poll");
    expect(statistics.read(0)).toMatchObject({ access: "insufficient_balance" });
    statistics.recordAttempt(attempt(200), "submission");
    expect(statistics.read(0)).toMatchObject({ access: "granted", accessAgeMs: 0 });
  });

  it("counts a missing route of the vision language model as a failure", () => {
    const statistics = new CallStatistics();
    statistics.recordAttempt(attempt(404, httpError(404)), "vlm");
    expect(statistics.read(0)).toMatchObject({ failures: 1 });
  });

  it("counts the complete window, even if its last ten seconds have just begun", () => {
    const clock = { nowMs: START_MS + 9_999 };
    const statistics = statisticsAt(clock);
    statistics.recordAttempt(attempt(200), "submission");
    clock.nowMs += 2;
    expect(statistics.read(0, { windowMs: 10_000 }).attempts).toBe(1);
    clock.nowMs += 9_998;
    expect(statistics.read(0, { windowMs: 10_000 }).attempts).toBe(1);
    clock.nowMs += 10_000;
    expect(statistics.read(0, { windowMs: 10_000 }).attempts).toBe(0);
  });

  it("ignores attempts older than the window, and keeps one hour", () => {
    const clock = { nowMs: START_MS };
    const statistics = statisticsAt(clock);
    for (let minute = 0; minute < 90; minute++) {
      statistics.recordAttempt(attempt(500, httpError(500)), "submission");
      clock.nowMs += 60_000;
    }
    expect(statistics.read(0, { windowMs: 600_000 }).attempts).toBe(10);
    expect(statistics.read(0, { windowMs: 3_600_000 })).toMatchObject({ attempts: 60, windowMs: 3_600_000 });
    expect(statistics.read(0, { windowMs: 99_999_999 }).windowMs).toBe(3_600_000);
    expect(statistics.read(0, { windowMs: 1 }).windowMs).toBe(10_000);
  });
});
