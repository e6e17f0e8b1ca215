import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { Controller, Get, Inject } from "@nestjs/common";
import { HealthCheck, HealthCheckService, HealthIndicatorService } from "@nestjs/terminus";
import type { HealthCheckResult, HealthIndicatorResult } from "@nestjs/terminus";
import { DeskSettings } from "../items/desk-settings.ts";
import { ItemStore } from "../items/item-store.ts";

/** Reports the health of the database and of each Hive project. Sends nothing to Hive. */
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
    return this.health.check([() => this.checkDatabase(), ...projects]);
  }

  private async checkDatabase(): Promise<HealthIndicatorResult> {
    const session = this.indicators.check("database");
    return this.store.ping().then(
      () => session.up(),
      () => session.down("The database does not respond."),
    );
  }
}
