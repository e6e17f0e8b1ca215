import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { HealthCheck, HealthCheckService, TerminusModule } from "@nestjs/terminus";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { AppModule, start } from "./app.js";

@Controller()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HiveHealthIndicator,
  ) {}

  @Get("health")
  @HealthCheck()
  check() {
    return this.health.check([
      () => this.indicator.check("hive", { minAttempts: 1, degradedFailureRate: 0.3 }),
      () => this.indicator.check("text", { project: "text" }),
    ]);
  }
}

@Module({
  imports: [TerminusModule, AppModule],
  controllers: [HealthController],
  providers: [HiveHealthIndicator],
})
class HealthModule {}

void start((module) => NestFactory.create(module, { logger: ["error", "warn"] }), HealthModule);
