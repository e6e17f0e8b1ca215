import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { Controller, Get, Inject } from "@nestjs/common";
import { HealthCheck, HealthCheckService, HealthIndicatorService } from "@nestjs/terminus";
import type { HealthCheckResult, HealthIndicatorResult } from "@nestjs/terminus";
import { DeskSettings } from "../items/desk-settings.ts";
import { DISK_IS_FULL, hasSpace } from "../items/disk-space.ts";
import { ItemStore } from "../items/item-store.ts";
import { ItemsService } from "../items/items.service.ts";

/** Reports the health of the database and of each Hive project. Sends nothing to Hive. */
@Controller("health")
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(HiveHealthIndicator) private readonly hive: HiveHealthIndicator,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemStore) private readonly store: ItemStore,
    @Inject(ItemsService) private readonly service: ItemsService,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    const projects = this.settings.projects.map(
      ({ name }) =>
        () =>
          this.hive.check(`hive.${name}`, { project: name }),
    );
    return this.health.check([() => this.checkDatabase(), () => this.checkDisk(), ...projects]);
  }

  private async checkDatabase(): Promise<HealthIndicatorResult> {
    const session = this.indicators.check("database");
    return this.store.ping().then(
      () => (this.service.isDatabaseFull ? session.degraded(DISK_IS_FULL) : session.up()),
      () => session.down("The database does not respond."),
    );
  }

  /** A full disk does not affect what is already stored, so the status of the response remains 200. */
  private async checkDisk(): Promise<HealthIndicatorResult> {
    const session = this.indicators.check("disk");
    return (await hasSpace(this.settings)) ? session.up() : session.degraded(DISK_IS_FULL);
  }
}
