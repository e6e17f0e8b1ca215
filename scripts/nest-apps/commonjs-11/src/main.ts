// The oldest Nest that is promised, as CommonJS: every import here becomes a require.
import "reflect-metadata";
import { Controller, Module, Post, Query } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { HiveModule, HiveService } from "@hivekit/nestjs";

@Controller()
class AppController {
  constructor(private readonly hive: HiveService) {}

  @Post("submit")
  async submit(@Query("url") url: string) {
    const { results } = await this.hive.classify({ url });
    return { frames: results[0]?.frames.length };
  }
}

@Module({
  imports: [HiveModule.forRoot({ baseUrl: process.env["HIVE_BASE_URL"] })],
  controllers: [AppController],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
  app.enableShutdownHooks();
  await app.listen(0, "127.0.0.1");
  console.log(`listening on ${await app.getUrl()}`);
}

void main();
