import { describe, expect, it } from "vitest";
import type { HiveStats } from "../stats/hive-stats.ts";
import { hiveHealth } from "./hive-health.ts";

const QUIET: HiveStats = {
  inFlight: 0,
  windowMs: 300_000,
  attempts: 0,
  failures: 0,
  rateLimited: 0,
  lastSuccess: null,
  lastFailure: null,
  access: "unknown",
  accessAgeMs: null,
};

describe("hiveHealth", () => {
  it("is up before the first call, and while calls succeed", () => {
    expect(hiveHealth(QUIET)).toEqual({ status: "up", reason: null });
    expect(hiveHealth({ ...QUIET, attempts: 100, failures: 49, access: "granted" }).status).toBe("up");
  });

  it.each([
    [{ access: "unauthorized" }, "down", "Hive rejects the API key."],
    [{ access: "insufficient_balance" }, "degraded", "The balance is used up."],
    [{ attempts: 10, failures: 5 }, "degraded", "5 of 10 attempts within 5 min failed."],
    [
      { attempts: 10, failures: 2, rateLimited: 2 },
      "degraded",
      "Hive's rate limit prevented 2 of 10 attempts within 5 min.",
    ],
    [{ attempts: 10, failures: 10 }, "degraded", "10 of 10 attempts within 5 min failed."],
  ] as const)("computes %o as %s", (recent, status, reason) => {
    expect(hiveHealth({ ...QUIET, ...recent })).toEqual({ status, reason });
  });

  it("is down after a rejected key only within the window, so that the app can try the key again", () => {
    const rejected = { ...QUIET, access: "unauthorized", accessAgeMs: 300_000 } as const;
    expect(hiveHealth(rejected).status).toBe("down");
    expect(hiveHealth({ ...rejected, accessAgeMs: 420_001 })).toEqual({
      status: "degraded",
      reason: "Hive rejected the API key 7 min ago, and no later response shows otherwise.",
    });
    const later = { ...rejected, accessAgeMs: 420_001 };
    expect(hiveHealth(later, { unauthorized: "up" }).status).toBe("up");
    expect(hiveHealth({ ...later, attempts: 10, failures: 10 }, { downFailureRate: 1 }).status).toBe("down");
    expect(hiveHealth({ ...later, access: "insufficient_balance" }, { insufficientBalance: "down" })).toEqual(
      {
        status: "degraded",
        reason: "The balance was used up 7 min ago, and no later response shows otherwise.",
      },
    );
    expect(hiveHealth({ ...QUIET, access: "granted", accessAgeMs: 0 }).status).toBe("up");
  });

  it("ignores failures below minAttempts", () => {
    expect(hiveHealth({ ...QUIET, attempts: 4, failures: 4 }).status).toBe("up");
    expect(hiveHealth({ ...QUIET, attempts: 4, failures: 4 }, { minAttempts: 4 }).status).toBe("degraded");
  });

  it("applies the status and the failure rate that the options set", () => {
    const failing = { ...QUIET, attempts: 10, failures: 9 };
    expect(hiveHealth(failing, { downFailureRate: 0.9 }).status).toBe("down");
    expect(
      hiveHealth({ ...QUIET, access: "insufficient_balance" }, { insufficientBalance: "down" }).status,
    ).toBe("down");
    expect(hiveHealth({ ...QUIET, access: "unauthorized" }, { unauthorized: "degraded" }).status).toBe(
      "degraded",
    );
  });

  it.each([
    { degradedFailureRate: 1.1 },
    { degradedRateLimitRate: -1 },
    { downFailureRate: Number.NaN },
    { minAttempts: 0 },
    { windowMs: 3_600_001 },
    { windowMs: 0 },
    { unauthorized: "Down" },
    { insufficientBalance: null },
    { downFailurRate: 0.9 },
  ])("rejects %o with the name of the option", (thresholds: object) => {
    expect(() => hiveHealth(QUIET, thresholds)).toThrow(
      expect.objectContaining({ kind: "config", option: Object.keys(thresholds)[0] }),
    );
  });

  it("lists the valid statuses in the message about an invalid one", () => {
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(hiveHealth, null, [QUIET, { unauthorized: "Down" }]);
    expect(call).toThrow('hiveHealth: unauthorized must be "up", "degraded" or "down", got "Down".');
  });
});
