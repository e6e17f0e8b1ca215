// A whole app on Nest 12 and Express: submissions, frames as events, health, callbacks and an orderly end.
import "reflect-metadata";
import { Controller, Get, Injectable, Module, Post, Query, Sse, UseFilters } from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { HealthCheck, HealthCheckService, TerminusModule } from "@nestjs/terminus";
import type { Task } from "@hivekit/core";
import { HiveExceptionFilter, HiveModule, HiveService, InjectHive, RequestSignal } from "@hivekit/nestjs";
import { OnHiveTask } from "@hivekit/nestjs/callbacks";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { map } from "rxjs";
import type { Observable } from "rxjs";

const baseUrl = process.env["HIVE_BASE_URL"];
let address = "";

@Injectable()
class Results {
  readonly ids: string[] = [];

  @OnHiveTask({ project: "text" })
  take(task: Task): void {
    this.ids.push(task.id);
  }
}

@Controller()
@UseFilters(HiveExceptionFilter)
class AppController {
  constructor(
    private readonly hive: HiveService,
    @InjectHive("text") private readonly text: HiveService,
    @InjectHive("people") private readonly people: HiveService,
    private readonly results: Results,
    private readonly health: HealthCheckService,
    private readonly indicator: HiveHealthIndicator,
  ) {}

  @Post("submit")
  async submit(@Query("url") url: string) {
    const { results } = await this.hive.classify({ url });
    return { frames: results[0]?.frames.length };
  }

  @Sse("frames")
  frames(@Query("url") url: string): Observable<MessageEvent> {
    return this.hive.frames({ url }).pipe(map(({ timeSeconds }) => ({ data: { timeSeconds } })));
  }

  @Post("wait")
  async wait(@Query("url") url: string, @RequestSignal() signal: AbortSignal) {
    return (await this.people.classify({ url }, { signal })).labels;
  }

  @Sse("waiting")
  waiting(@Query("url") url: string): Observable<MessageEvent> {
    return this.people.frames({ url }).pipe(map(({ timeSeconds }) => ({ data: { timeSeconds } })));
  }

  @Post("later")
  async later() {
    return { id: (await this.text.submit({ text: "hello" })).id };
  }

  @Get("results")
  taken(): readonly string[] {
    return this.results.ids;
  }

  @Get("memory")
  memory() {
    return { peakMb: Math.round(process.resourceUsage().maxRSS / 1000) };
  }

  @Get("health")
  @HealthCheck()
  check() {
    return this.health.check([
      () => this.indicator.check("hive"),
      () => this.indicator.check("text", { project: "text" }),
    ]);
  }
}

@Module({
  imports: [
    TerminusModule,
    // The key comes from HIVE_API_KEY.
    HiveModule.forRoot({ baseUrl, shutdownGraceMs: 500 }),
    HiveModule.forRoot({ name: "people", apiKey: "demo-labeling", baseUrl, shutdownGraceMs: 500 }),
    HiveModule.forRootAsync({
      name: "text",
      useFactory: () => ({
        apiKey: "demo-text",
        api: "v2",
        baseUrl,
        shutdownGraceMs: 500,
        callbacks: { publicUrl: () => address, secrets: ["an example: use 32 random bytes as hex"] },
      }),
    }),
  ],
  controllers: [AppController],
  providers: [Results, HiveHealthIndicator],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
app.enableShutdownHooks();
await app.listen(0, "127.0.0.1");
address = await app.getUrl();
console.log(`listening on ${address}`);
