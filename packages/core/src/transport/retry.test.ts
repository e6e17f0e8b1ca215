import { describe, expect, it } from "vitest";
import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTaskError } from "../error/hive-task-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { classifyOutcome, retryDelayMs, resolveRetryPolicy } from "./retry.ts";

const DEFAULTS = { limit: 2, minDelayMs: 500, maxDelayMs: 60_000, unknownOutcome: false };

const http = (status: number | null): HiveHttpError =>
  new HiveHttpError("no", { status, retryAfterMs: null, hiveCode: null, hiveMessage: null });

describe("the retry policy", () => {
  it("has the documented defaults", () => {
    expect(resolveRetryPolicy(undefined, undefined)).toEqual(DEFAULTS);
  });

  it("overrides the client's values with the call's, one by one", () => {
    expect(resolveRetryPolicy({ limit: 5, minDelayMs: 10 }, { minDelayMs: 20 })).toEqual({
      ...DEFAULTS,
      limit: 5,
      minDelayMs: 20,
    });
  });

  it("of a call can disable retries and enable them again", () => {
    expect(resolveRetryPolicy({ limit: 5 }, false).limit).toBe(0);
    expect(resolveRetryPolicy(false, { minDelayMs: 1 })).toEqual({ ...DEFAULTS, minDelayMs: 1 });
    expect(resolveRetryPolicy({ limit: 0 }, { minDelayMs: 1 }).limit, "a limit of 0 is explicit").toBe(0);
  });
});

describe("the outcome", () => {
  it.each([
    [429, "rejected"],
    [500, "rejected"],
    [502, "rejected"],
    [503, "rejected"],
    [504, "unknown"],
    [520, "unknown"],
    [400, "final"],
    [401, "final"],
    [403, "final"],
    [404, "final"],
    [405, "final"],
    [408, "final"],
    [413, "final"],
    [302, "final"],
    [null, "final"],
  ])("of status %s is %s", (status, outcome) => {
    expect(classifyOutcome(http(status))).toBe(outcome);
  });

  it.each<[string, unknown, string]>([
    [
      "a connection that was not established",
      new HiveNetworkError("no", { isRetryable: true, code: null }),
      "rejected",
    ],
    ["a lost connection", new HiveNetworkError("no", { isRetryable: false, code: null }), "unknown"],
    [
      "a timeout of the runtime",
      new HiveTimeoutError("no", { limit: "runtime", timeoutMs: null }),
      "unknown",
    ],
    ["the deadline", new HiveTimeoutError("no", { limit: "deadline", timeoutMs: 1 }), "final"],
    ["the idle timeout", new HiveTimeoutError("no", { limit: "idle", timeoutMs: 1 }), "final"],
    ["invalid input", new HiveInputError("no"), "final"],
    ["a malformed response", new HiveDecodeError("no"), "final"],
    [
      "a task that may be resubmitted",
      new HiveTaskError("no", { codeOf: "task", hiveCode: "2100", hiveMessage: null, taskId: null }),
      "final",
    ],
    ["an abort", new DOMException("stop", "AbortError"), "final"],
    ["nothing", undefined, "final"],
  ])("of %s depends on its kind", (_name, error, outcome) => {
    expect(classifyOutcome(error)).toBe(outcome);
  });
});

describe("the retry delay", () => {
  const policy = { ...DEFAULTS, maxDelayMs: 3_000 };
  const pause = (attempt: number, random: number, retryAfterMs: number | null = null): number =>
    retryDelayMs(policy, { attempt, retryAfterMs, random });

  it("doubles up to the maximum, with full jitter", () => {
    expect([1, 2, 3, 4, 9].map((attempt) => pause(attempt, 0.999_999))).toEqual([
      500, 1_000, 2_000, 3_000, 3_000,
    ]);
    expect(pause(3, 0)).toBe(0);
    expect(pause(3, 0.25)).toBe(500);
  });

  it("is Hive's Retry-After, however long or short", () => {
    expect(pause(1, 0.5, 90_000)).toBe(90_000);
    expect(pause(9, 0.5, 0)).toBe(0);
  });
});
