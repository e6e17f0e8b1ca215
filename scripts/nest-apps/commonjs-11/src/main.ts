// The oldest Nest that is promised, as CommonJS: every import here becomes a require.
import "reflect-metadata";
import { Controller, Get, Injectable, Module, Post, Query } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Task } from "@hivekit/core";
import { HiveModule, HiveService } from "@hivekit/nestjs";
import { OnHiveTask } from "@hivekit/nestjs/callbacks";

@Injectable()
class Results {
  readonly ids: string[] = [];

  @OnHiveTask()
  take(task: Task): void {
    this.ids.push(task.id);
  }
}

@Controller()
class AppController {
  constructor(
    private readonly hive: HiveService,
    private readonly results: Results,
  ) {}

  @Get("results")
  taken(): readonly string[] {
    return this.results.ids;
  }

  @Post("submit")
  async submit(@Query("url") url: string) {
    const { results } = await this.hive.classify({ url });
    return { frames: results[0]?.frames.length };
  }
}

@Module({
  imports: [
    HiveModule.forRoot({
      api: "v2",
      baseUrl: process.env["HIVE_BASE_URL"],
      callbacks: { publicUrl: "http://127.0.0.1", secrets: ["an example: use 32 random bytes as hex"] },
    }),
  ],
  controllers: [AppController],
  providers: [Results],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
  app.enableShutdownHooks();
  await app.listen(0, "127.0.0.1");
  console.log(`listening on ${await app.getUrl()}`);
}

void main();
