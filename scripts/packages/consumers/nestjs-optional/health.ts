import { Controller, Inject } from "@nestjs/common";
import { HealthCheckService } from "@nestjs/terminus";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import type { HiveHealthOptions } from "@hivekit/nestjs/health";

const options: HiveHealthOptions = { project: "text", downFailureRate: 0.9 };

@Controller("health")
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HiveHealthIndicator) private readonly hive: HiveHealthIndicator,
  ) {}

  check() {
    return this.health.check([() => this.hive.check("hive"), () => this.hive.check("text", options)]);
  }
}

// @ts-expect-error -- a rate is a number
export const wrong: HiveHealthOptions = { downFailureRate: "0.9" };
