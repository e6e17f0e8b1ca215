// Nest 12 on Fastify, with nothing optional installed.
import "reflect-metadata";
import { Controller, Module, Post, Query } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
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
  imports: [HiveModule.forRootAsync({ useFactory: () => ({ baseUrl: process.env["HIVE_BASE_URL"] }) })],
  controllers: [AppController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ["error", "warn"] });
app.enableShutdownHooks();
await app.listen(0, "127.0.0.1");
console.log(`listening on ${await app.getUrl()}`);
