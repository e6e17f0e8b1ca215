import * as z from "zod/mini";
import { checkOptions, mustBe, numberFrom, optionsSchema, wholeNumber } from "../options/check-options.ts";
import { MAX_WINDOW_MS } from "../stats/hive-stats.ts";
import type { HiveStats } from "../stats/hive-stats.ts";

/**
 * The health of a project. If the app's readiness depends on it, `down` takes the app out of rotation; `degraded` does
 * not.
 */
export type HiveHealthStatus = "up" | "degraded" | "down";

/** The thresholds at which a project counts as degraded or down. */
export type HiveHealthThresholds = {
  /**
   * The time window, in milliseconds, 1 to 3 600 000. Attempts count if they ended within the window; a rejected key or
   * an exhausted balance counts if Hive last reported it within the window.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly windowMs?: number | undefined;
  /**
   * The minimum number of attempts in the window before failures count; a whole number, at least 1.
   * @defaultValue 5
   */
  readonly minAttempts?: number | undefined;
  /**
   * The share of failed attempts, including those rejected by the rate limit, at which the project is degraded; 0 to 1.
   * @defaultValue 0.5
   */
  readonly degradedFailureRate?: number | undefined;
  /**
   * The share of attempts at which the project is degraded if they were rejected or held back because of the rate
   * limit; 0 to 1.
   * @defaultValue 0.2
   */
  readonly degradedRateLimitRate?: number | undefined;
  /**
   * The share of failed attempts at which the project is down; 0 to 1. With `null`, failed attempts never take it down.
   * @defaultValue `null`, because an outage at Hive is not a reason to take this app out of rotation
   */
  readonly downFailureRate?: number | null | undefined;
  /**
   * The status while Hive rejects the key: until a call succeeds or `windowMs` has elapsed since the last rejection.
   * After that, the project is at worst degraded: an app that is out of rotation makes no calls and would never notice
   * that its key is accepted again.
   * @defaultValue `"down"`
   */
  readonly unauthorized?: HiveHealthStatus | undefined;
  /**
   * The status while the balance is used up. It lasts as described for `unauthorized`.
   * @defaultValue `"degraded"`
   */
  readonly insufficientBalance?: HiveHealthStatus | undefined;
};

const shareSchema = numberFrom(0, 1);
const statusSchema = z.optional(z.enum(["up", "degraded", "down"], mustBe('"up", "degraded" or "down"')));

/** The schemas of {@link HiveHealthThresholds}. */
export const THRESHOLDS_SHAPE = {
  windowMs: z.optional(numberFrom(1, MAX_WINDOW_MS)),
  minAttempts: z.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  degradedFailureRate: z.optional(shareSchema),
  degradedRateLimitRate: z.optional(shareSchema),
  downFailureRate: z.nullish(shareSchema),
  unauthorized: statusSchema,
  insufficientBalance: statusSchema,
};

const thresholdsSchema = optionsSchema<HiveHealthThresholds>(THRESHOLDS_SHAPE);

/** The health of a project, and its reason. */
export type HiveHealth = {
  /** The health. */
  readonly status: HiveHealthStatus;
  /** Why the project is not up, in one sentence; `null` if it is up. */
  readonly reason: string | null;
};

/**
 * Computes the health of a project from `HiveService.stats()`. Sends nothing. The statistics must have the same
 * `windowMs`.
 *
 * @throws HiveConfigError if a threshold is invalid or unknown.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { HiveService, hiveHealth } from "@hivekit/nestjs";
 *
 * const hive = new HiveService(new HiveClient({ apiKey: "YOUR_KEY" })); // in an app: injected
 * console.log(hiveHealth(hive.stats(), { minAttempts: 20 })); // { status: "up", reason: null }
 * ```
 */
export function hiveHealth(stats: HiveStats, thresholds: HiveHealthThresholds = {}): HiveHealth {
  checkOptions("hiveHealth", thresholdsSchema, thresholds);
  const byAccess = computeAccessHealth(stats, thresholds);
  if (byAccess !== null && !isAccessOutdated(stats)) return byAccess;
  const byAttempts = computeAttemptsHealth(stats, thresholds);
  return byAccess === null || byAttempts.status === "down" ? byAttempts : byAccess;
}

/**
 * Computes the health from what Hive last reported about the key and the balance; `null` if Hive accepts the project or
 * has not responded.
 */
function computeAccessHealth(stats: HiveStats, thresholds: HiveHealthThresholds): HiveHealth | null {
  const { unauthorized = "down", insufficientBalance = "degraded" } = thresholds;
  const { access } = stats;
  if (access !== "unauthorized" && access !== "insufficient_balance") return null;
  const isKeyRejected = access === "unauthorized";
  const status = isKeyRejected ? unauthorized : insufficientBalance;
  if (!isAccessOutdated(stats)) {
    return createHealth(status, isKeyRejected ? "Hive rejects the API key." : "The balance is used up.");
  }
  const event = isKeyRejected ? "Hive rejected the API key" : "The balance was used up";
  const reason = `${event} ${toMinutes(stats.accessAgeMs ?? 0)} min ago, and no later response shows otherwise.`;
  return createHealth(status === "down" ? "degraded" : status, reason);
}

function isAccessOutdated({ accessAgeMs, windowMs }: HiveStats): boolean {
  return accessAgeMs !== null && accessAgeMs > windowMs;
}

function computeAttemptsHealth(stats: HiveStats, thresholds: HiveHealthThresholds): HiveHealth {
  const { minAttempts = 5, degradedFailureRate = 0.5, degradedRateLimitRate = 0.2 } = thresholds;
  const { downFailureRate = null } = thresholds;
  const { attempts, failures, rateLimited } = stats;
  if (attempts < minAttempts) return UP;
  // An unreadable response counts as a failure after a successful attempt, so there may be more failures than attempts.
  const failureRate = Math.min(1, failures / attempts);
  const within = `of ${attempts} attempts within ${toMinutes(stats.windowMs)} min`;
  if (downFailureRate !== null && failureRate >= downFailureRate) {
    return createHealth("down", `${failures} ${within} failed.`);
  }
  if (rateLimited > 0 && rateLimited / attempts >= degradedRateLimitRate) {
    return createHealth("degraded", `Hive's rate limit prevented ${rateLimited} ${within}.`);
  }
  return failures > 0 && failureRate >= degradedFailureRate
    ? createHealth("degraded", `${failures} ${within} failed.`)
    : UP;
}

function toMinutes(ms: number): number {
  return Number((ms / 60_000).toFixed(1));
}

const UP: HiveHealth = { status: "up", reason: null };

function createHealth(status: HiveHealthStatus, reason: string): HiveHealth {
  return status === "up" ? UP : { status, reason };
}
