import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { Controller, Get, Inject } from "@nestjs/common";
import { HealthCheck, HealthCheckService, HealthIndicatorService } from "@nestjs/terminus";
import type { HealthCheckResult, HealthIndicatorResult } from "@nestjs/terminus";
import { DeskSettings } from "./desk-settings.ts";
import { ItemStore } from "./item-store.ts";

/** Whether the database answers, and how each project of Hive's does. Nothing is sent to Hive. */
@Controller("health")
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(HiveHealthIndicator) private readonly hive: HiveHealthIndicator,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemStore) private readonly store: ItemStore,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    const projects = this.settings.projects.map(
      ({ name }) =>
        () =>
          this.hive.check(`hive.${name}`, { project: name }),
    );
    return this.health.check([() => this.database(), ...projects]);
  }

  private async database(): Promise<HealthIndicatorResult> {
    const session = this.indicators.check("database");
    return this.store.ping().then(
      () => session.up(),
      () => session.down("It does not answer."),
    );
  }
}
