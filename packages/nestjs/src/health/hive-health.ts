import { HiveConfigError } from "@hivekit/core";
import type { HiveStats } from "../stats/hive-stats.ts";

/** How well a project does. `down` takes an app out of rotation, if its readiness depends on it; `degraded` does not. */
export type HiveHealthStatus = "up" | "degraded" | "down";

/** When a project counts as degraded or down. */
export type HiveHealthThresholds = {
  /**
   * How far back attempts count, and how long a word of Hive's that the key or the balance is of no use is taken for true, in milliseconds,
   * 1 to 3 600 000.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly windowMs?: number | undefined;
  /**
   * How many attempts there must be in the window before their failures say anything; a whole number from 1.
   * @defaultValue 5
   */
  readonly minAttempts?: number | undefined;
  /**
   * From which share of failures on the project is degraded, rate limits included; 0 to 1.
   * @defaultValue 0.5
   */
  readonly degradedFailureRate?: number | undefined;
  /**
   * From which share of attempts that the rate limit refused on the project is degraded; 0 to 1.
   * @defaultValue 0.2
   */
  readonly degradedRateLimitRate?: number | undefined;
  /**
   * From which share of failures on the project is down; 0 to 1, `null` for never.
   * @defaultValue `null`: that Hive fails is no reason to take this app out of rotation
   */
  readonly downFailureRate?: number | null | undefined;
  /**
   * What a key is that Hive refuses: until a call succeeds, or `windowMs` after the last one that was refused. Then it is degraded at most: an app
   * that is out of rotation makes no calls, and would never learn that its key is taken again.
   * @defaultValue `"down"`
   */
  readonly unauthorized?: HiveHealthStatus | undefined;
  /**
   * What a balance is that is used up; for as long as `unauthorized`.
   * @defaultValue `"degraded"`
   */
  readonly insufficientBalance?: HiveHealthStatus | undefined;
};

/** How well a project does, and why. */
export type HiveHealth = {
  /** How well. */
  readonly status: HiveHealthStatus;
  /** Why it is not up, in one sentence; `null` where it is. */
  readonly reason: string | null;
};

/**
 * Judges what `HiveService.stats()` says. Sends nothing. Ask for the statistics of the same window.
 *
 * @throws HiveConfigError if a threshold is out of its range.
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
  checkThresholds(thresholds);
  const byAccess = healthByAccess(stats, thresholds);
  if (byAccess !== null && !hasAged(stats)) return byAccess;
  const byAttempts = healthByAttempts(stats, thresholds);
  return byAccess === null || byAttempts.status === "down" ? byAttempts : byAccess;
}

/** By Hive's last word on key and balance; `null` where it lets the project in, or nothing is known. */
function healthByAccess(stats: HiveStats, thresholds: HiveHealthThresholds): HiveHealth | null {
  const { unauthorized = "down", insufficientBalance = "degraded" } = thresholds;
  const { access } = stats;
  if (access !== "unauthorized" && access !== "insufficient_balance") return null;
  const isKey = access === "unauthorized";
  const status = isKey ? unauthorized : insufficientBalance;
  if (!hasAged(stats)) return healthOf(status, isKey ? "Hive refuses the key." : "The balance is used up.");
  const what = isKey ? "Hive refused the key" : "The balance was used up";
  const reason = `${what} ${minutesOf(stats.accessAgeMs ?? 0)} min ago, and nothing has said otherwise since.`;
  return healthOf(status === "down" ? "degraded" : status, reason);
}

function hasAged({ accessAgeMs, windowMs }: HiveStats): boolean {
  return accessAgeMs !== null && accessAgeMs > windowMs;
}

function healthByAttempts(stats: HiveStats, thresholds: HiveHealthThresholds): HiveHealth {
  const { minAttempts = 5, degradedFailureRate = 0.5, degradedRateLimitRate = 0.2 } = thresholds;
  const { downFailureRate = null } = thresholds;
  const { attempts, failures, rateLimited } = stats;
  if (attempts < minAttempts) return UP;
  // An answer that turns out to be none is a failure beside its attempt.
  const share = Math.min(1, failures / attempts);
  const within = `of ${attempts} attempts within ${minutesOf(stats.windowMs)} min`;
  if (downFailureRate !== null && share >= downFailureRate)
    return healthOf("down", `${failures} ${within} failed.`);
  if (rateLimited > 0 && rateLimited / attempts >= degradedRateLimitRate) {
    return healthOf("degraded", `Hive's rate limit refused ${rateLimited} ${within}.`);
  }
  return failures > 0 && share >= degradedFailureRate
    ? healthOf("degraded", `${failures} ${within} failed.`)
    : UP;
}

function minutesOf(ms: number): number {
  return Number((ms / 60_000).toFixed(1));
}

const UP: HiveHealth = { status: "up", reason: null };

function healthOf(status: HiveHealthStatus, reason: string): HiveHealth {
  return status === "up" ? UP : { status, reason };
}

const SHARES = ["degradedFailureRate", "degradedRateLimitRate", "downFailureRate"] as const;

function checkThresholds(thresholds: HiveHealthThresholds): void {
  for (const option of SHARES) {
    const share = thresholds[option] ?? 0;
    if (!(share >= 0 && share <= 1)) {
      throw new HiveConfigError(`The health option ${option} is no share from 0 to 1.`, { option });
    }
  }
  const { minAttempts = 1, windowMs = 1 } = thresholds;
  if (!Number.isInteger(minAttempts) || minAttempts < 1) {
    throw new HiveConfigError("The health option minAttempts is no whole number from 1.", {
      option: "minAttempts",
    });
  }
  if (!(windowMs >= 1 && windowMs <= 3_600_000)) {
    throw new HiveConfigError("The health option windowMs is no number from 1 to 3600000.", {
      option: "windowMs",
    });
  }
}
