import { Inject, Injectable } from "@nestjs/common";
import { ModuleRef } from "@nestjs/core";
import { HealthIndicatorService } from "@nestjs/terminus";
import type { HealthIndicatorResult } from "@nestjs/terminus";
import { getHiveToken } from "../service/hive-token.ts";
import type { HiveService } from "../service/hive.service.ts";
import type { HiveFailure } from "../stats/hive-stats.ts";
import { hiveHealth } from "./hive-health.ts";
import type { HiveHealthStatus, HiveHealthThresholds } from "./hive-health.ts";

/** Which project is looked at, and when it counts as degraded or down. */
export type HiveHealthOptions = HiveHealthThresholds & {
  /** The `name` of the project. @defaultValue the project without a name */
  readonly project?: string | undefined;
};

/** What a health endpoint shows of a project. */
export type HiveHealthData = {
  /** How well the project does: terminus 11 has no word for `degraded`, and shows `up`. */
  readonly health: HiveHealthStatus;
  /** Why it is not up, in one sentence; `null` where it is. */
  readonly reason: string | null;
  /** The last time that a call ended well, as ISO 8601; `null` for never. */
  readonly lastSuccess: string | null;
  /** The last failure, without its message; `null` for none. */
  readonly lastFailure: {
    /** When, as ISO 8601. */
    readonly on: string;
    /** The `kind` of the error. */
    readonly kind: string;
    /** The `reason` of the error; `null` where its kind has none. */
    readonly reason: string | null;
  } | null;
  /** Calls that have not ended. */
  readonly inFlight: number;
  /** Attempts within the window, and how many of them failed or were refused by the rate limit. */
  readonly attempts: number;
  /** Those that failed. */
  readonly failures: number;
  /** Those that the rate limit refused. */
  readonly rateLimited: number;
};

/**
 * Shows a Hive project in the health checks of `@nestjs/terminus`, 11 or 12. Passive: it judges the calls that the app made; nothing is
 * sent and nothing is charged. Before the first call a project is up, with `lastSuccess: null`.
 *
 * Make it a provider of a module that imports `TerminusModule`.
 *
 * @example
 * ```ts
 * import { HiveHealthIndicator } from "@hivekit/nestjs/health";
 * import { Controller, Get, Inject } from "@nestjs/common";
 * import { HealthCheck, HealthCheckService } from "@nestjs/terminus";
 *
 * @Controller("health")
 * export class HealthController {
 *   constructor(
 *     @Inject(HealthCheckService) private readonly health: HealthCheckService,
 *     @Inject(HiveHealthIndicator) private readonly hive: HiveHealthIndicator,
 *   ) {}
 *
 *   @Get()
 *   @HealthCheck()
 *   check() {
 *     return this.health.check([() => this.hive.check("hive")]);
 *   }
 * }
 * ```
 */
@Injectable()
export class HiveHealthIndicator {
  readonly #indicators: HealthIndicatorService;
  readonly #modules: ModuleRef;

  /** Nest makes it. */
  constructor(
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
    @Inject(ModuleRef) modules: ModuleRef,
  ) {
    this.#indicators = indicators;
    this.#modules = modules;
  }

  /**
   * Judges a project.
   *
   * @param key - Under which the result is shown.
   * @returns what terminus takes: its status, and {@link HiveHealthData}.
   * @throws HiveConfigError if a threshold is out of its range. That Hive is down is a result, and not thrown.
   */
  check<const Key extends string>(key: Key, options: HiveHealthOptions = {}): HealthIndicatorResult<Key> {
    const { project, ...thresholds } = options;
    const hive = this.#modules.get<HiveService>(getHiveToken(project), { strict: false });
    const stats = hive.stats({ windowMs: thresholds.windowMs });
    const { status, reason } = hiveHealth(stats, thresholds);
    const { inFlight, attempts, failures, rateLimited, lastSuccess, lastFailure } = stats;
    const data: HiveHealthData = {
      health: status,
      reason,
      lastSuccess: lastSuccess?.toISOString() ?? null,
      lastFailure: lastFailure === null ? null : shown(lastFailure),
      inFlight,
      attempts,
      failures,
      rateLimited,
    };
    const session = this.#indicators.check(key);
    if (status === "down") return session.down({ ...data });
    // terminus 11 knows up and down only.
    if (status === "degraded" && "degraded" in session) return session.degraded({ ...data });
    return session.up({ ...data });
  }
}

function shown({ on, kind, reason }: HiveFailure): NonNullable<HiveHealthData["lastFailure"]> {
  return { on: on.toISOString(), kind, reason };
}
