// Nest 11 with terminus 11, which has no word for "degraded", and with the testing entry, as CommonJS.
import "reflect-metadata";
import { Controller, Get, Module, Post, Query } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { HealthCheck, HealthCheckService, TerminusModule } from "@nestjs/terminus";
import { HiveModule, HiveService } from "@hivekit/nestjs";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { HiveTestingModule } from "@hivekit/nestjs/testing";

@Controller()
class AppController {
  constructor(
    private readonly hive: HiveService,
    private readonly health: HealthCheckService,
    private readonly indicator: HiveHealthIndicator,
  ) {}

  @Post("submit")
  async submit(@Query("url") url: string) {
    const { results } = await this.hive.classify({ url });
    return { frames: results[0]?.frames.length };
  }

  @Get("health")
  @HealthCheck()
  check() {
    return this.health.check([
      () => this.indicator.check("hive", { minAttempts: 1, degradedFailureRate: 0.5 }),
      () => this.indicator.check("test", { project: "test" }),
    ]);
  }
}

@Module({
  imports: [
    TerminusModule,
    HiveModule.forRoot({ baseUrl: process.env["HIVE_BASE_URL"], retry: false }),
    HiveTestingModule.forRoot({ name: "test" }),
  ],
  controllers: [AppController],
  providers: [HiveHealthIndicator],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
  app.enableShutdownHooks();
  await app.listen(0, "127.0.0.1");
  console.log(`listening on ${await app.getUrl()}`);
}

void main();
