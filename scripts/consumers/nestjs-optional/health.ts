import { Controller, Get, Inject, Module } from "@nestjs/common";
import { HealthCheck, HealthCheckService, TerminusModule } from "@nestjs/terminus";
import { HiveModule } from "@hivekit/nestjs";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import type { HiveHealthOptions } from "@hivekit/nestjs/health";

const options: HiveHealthOptions = { project: "text", downFailureRate: 0.9 };

@Controller("health")
class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HiveHealthIndicator) private readonly hive: HiveHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.hive.check("hive"), () => this.hive.check("text", options)]);
  }
}

@Module({
  imports: [TerminusModule, HiveModule.forRoot({ apiKey: "k" })],
  controllers: [HealthController],
  providers: [HiveHealthIndicator],
})
export class HealthModule {}

// @ts-expect-error -- a rate is a number
export const wrong: HiveHealthOptions = { downFailureRate: "0.9" };
