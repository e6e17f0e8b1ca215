import { Inject, Injectable } from "@nestjs/common";
import { ModuleRef } from "@nestjs/core";
import { HealthIndicatorService } from "@nestjs/terminus";
import type { HealthIndicatorResult } from "@nestjs/terminus";
import * as z from "zod/mini";
import { checkOptions, optionsSchema, projectName } from "../options/check-options.ts";
import { getHiveToken } from "../service/hive-token.ts";
import type { HiveService } from "../service/hive.service.ts";
import type { HiveFailure } from "../stats/hive-stats.ts";
import { hiveHealth, THRESHOLDS_SHAPE } from "./hive-health.ts";
import type { HiveHealthStatus, HiveHealthThresholds } from "./hive-health.ts";

/** The options of a health check: the project, and the thresholds for `degraded` and `down`. */
export type HiveHealthOptions = HiveHealthThresholds & {
  /** The `name` of the project. @defaultValue the unnamed project */
  readonly project?: string | undefined;
};

const healthOptionsSchema = optionsSchema<HiveHealthOptions>({
  ...THRESHOLDS_SHAPE,
  project: z.optional(projectName),
});

/** The data of a project in the response of a health endpoint. */
export type HiveHealthData = {
  /** The health of the project. terminus 11 has no `degraded` and shows such a project as `up`. */
  readonly health: HiveHealthStatus;
  /** Why the project is not up, in one sentence; `null` if it is up. */
  readonly reason: string | null;
  /** When a call last succeeded, in ISO 8601 format; `null` if never. */
  readonly lastSuccess: string | null;
  /** The last failure, without its message; `null` if there was none. */
  readonly lastFailure: {
    /** When it happened, in ISO 8601 format. */
    readonly on: string;
    /** The `kind` of the error. */
    readonly kind: string;
    /** The `reason` of the error; `null` if its kind has none. */
    readonly reason: string | null;
  } | null;
  /** The number of calls in flight. */
  readonly inFlight: number;
  /** The number of attempts within the window. */
  readonly attempts: number;
  /** The number of failures within the window. */
  readonly failures: number;
  /** The number of failures that were caused by the rate limit. */
  readonly rateLimited: number;
};

/**
 * Adds a Hive project to the health checks of `@nestjs/terminus` 11 or 12. The check is passive: it evaluates the calls
 * that the app made, sends nothing and costs nothing. Before the first call, a project is up, with `lastSuccess: null`.
 *
 * Add it to the providers of a module that imports `TerminusModule`.
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

  /** Called by Nest. */
  constructor(
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
    @Inject(ModuleRef) modules: ModuleRef,
  ) {
    this.#indicators = indicators;
    this.#modules = modules;
  }

  /**
   * Checks a project.
   *
   * @param key - The name of the project in the result.
   * @returns the result for terminus: its status, and {@link HiveHealthData}. Does not throw if the project is down.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  check<const Key extends string>(key: Key, options: HiveHealthOptions = {}): HealthIndicatorResult<Key> {
    checkOptions("HiveHealthIndicator.check", healthOptionsSchema, options);
    const { project, ...thresholds } = options;
    const hive = this.#modules.get<HiveService>(getHiveToken(project), { strict: false });
    const stats = hive.stats({ windowMs: thresholds.windowMs });
    const { status, reason } = hiveHealth(stats, thresholds);
    const { inFlight, attempts, failures, rateLimited, lastSuccess, lastFailure } = stats;
    const data: HiveHealthData = {
      health: status,
      reason,
      lastSuccess: lastSuccess?.toISOString() ?? null,
      lastFailure: lastFailure === null ? null : redact(lastFailure),
      inFlight,
      attempts,
      failures,
      rateLimited,
    };
    const session = this.#indicators.check(key);
    if (status === "down") return session.down({ ...data });
    // terminus 11 supports only `up` and `down`.
    if (status === "degraded" && "degraded" in session) return session.degraded({ ...data });
    return session.up({ ...data });
  }
}

/** Removes the message, which may only be logged. */
function redact({ on, kind, reason }: HiveFailure): NonNullable<HiveHealthData["lastFailure"]> {
  return { on: on.toISOString(), kind, reason };
}
