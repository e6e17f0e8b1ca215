import { once } from "node:events";
import { request } from "node:http";
import type { INestApplication } from "@nestjs/common";
import { signCallbackUrl } from "@hivekit/core/callback";
import { HiveModule } from "@hivekit/nestjs";
import { Body, Controller, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { callbackBody, post, Results, SECRET } from "./support/callback-app.ts";

const callbacks = { publicUrl: "https://app.example", secrets: [SECRET] };

@Module({
  imports: [HiveModule.forRoot({ apiKey: "k", api: "v2", logger: false, callbacks })],
  providers: [Results],
})
class AppModule {}

/** Express refuses more than 100 kB of JSON by itself. */
const body = callbackBody("task-1", { frames: 200, classes: 20 });

async function answerOf(
  nest: INestApplication,
  path = "/hive/callbacks",
  sent = body,
): Promise<{ status: number; frames: number | undefined }> {
  await nest.listen(0, "127.0.0.1");
  try {
    const route = `${await nest.getUrl()}${path}`;
    const status = await post(await signCallbackUrl(route, { secret: SECRET, project: "default" }), sent);
    return { status, frames: nest.get(Results).tasks[0]?.task.results[0]?.frames.length };
  } finally {
    await nest.close();
  }
}

@Controller()
class PaymentsController {
  @Post("payments/hive/callbacks")
  take(@Body() payment: unknown) {
    return { payment };
  }
}

@Module({ imports: [AppModule], controllers: [PaymentsController] })
class ShopModule {}

describe("a callback of more than 100 kB", () => {
  it("is longer than what an app's parser takes by itself", () => {
    expect(body.length).toBeGreaterThan(100_000);
  });

  it("is read in an app that was made of a testing module", async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    expect(await answerOf(module.createNestApplication())).toEqual({ status: 200, frames: 200 });
  });

  it("is read in an app that keeps raw bodies, and has parsers of its own for everything", async () => {
    const nest = await NestFactory.create<NestExpressApplication>(AppModule, {
      rawBody: true,
      logger: false,
    });
    nest.useBodyParser("raw", { type: "*/*" });
    expect(await answerOf(nest)).toEqual({ status: 200, frames: 200 });
  });

  it("is read behind the app's global prefix", async () => {
    const nest = await NestFactory.create(AppModule, { logger: false });
    nest.setGlobalPrefix("/api/");
    expect(await answerOf(nest, "/api/hive/callbacks/")).toEqual({ status: 200, frames: 200 });
  });

  it("is read from a proxy that sends the whole address", async () => {
    const nest = await NestFactory.create(AppModule, { logger: false });
    await nest.listen(0, "127.0.0.1");
    const url = await nest.getUrl();
    const path = await signCallbackUrl(`${url}/hive/callbacks`, { secret: SECRET, project: "default" });
    const headers = { "content-type": "application/json" };
    const [answer] = await once(request(url, { method: "POST", path, headers }).end(body), "response");
    answer.resume();
    await nest.close();
    expect(answer.statusCode).toBe(200);
  });

  it("is read in an app without any parser", async () => {
    const nest = await NestFactory.create(AppModule, { bodyParser: false, logger: false });
    expect(await answerOf(nest)).toEqual({ status: 200, frames: 200 });
  });

  it("is taken from a parser that stood in front of the app before there was one", async () => {
    const adapter = new ExpressAdapter();
    adapter.useBodyParser("json", false, { limit: "50mb" });
    const nest = await NestFactory.create(AppModule, adapter, { logger: false });
    expect(await answerOf(nest)).toEqual({ status: 200, frames: 200 });
  });

  it.each(["raw", "text"] as const)(
    "is taken from such a parser that leaves it as it came: %s",
    async (type) => {
      const adapter = new ExpressAdapter();
      adapter.useBodyParser(type, false, { type: "*/*", limit: "50mb" });
      const nest = await NestFactory.create(AppModule, adapter, { logger: false });
      expect(await answerOf(nest)).toEqual({ status: 200, frames: 200 });
    },
  );

  it("is refused with 400 where such a parser took in what is no JSON", async () => {
    const adapter = new ExpressAdapter();
    adapter.useBodyParser("text", false, { type: "*/*" });
    const nest = await NestFactory.create(AppModule, adapter, { logger: false });
    expect(await answerOf(nest, "/hive/callbacks", "hello")).toEqual({ status: 400, frames: undefined });
  });

  it("is read on Fastify, whatever its limit", async () => {
    const adapter = new FastifyAdapter({ bodyLimit: 1_000 });
    const nest = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
    expect(await answerOf(nest)).toEqual({ status: 200, frames: 200 });
  });
});

describe("a route of the app's own that ends like the one of callbacks", () => {
  it("gets its body", async () => {
    const nest = await NestFactory.create(ShopModule, { logger: false });
    await nest.listen(0, "127.0.0.1");
    try {
      const response = await fetch(`${await nest.getUrl()}/payments/hive/callbacks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ amount: 5 }),
      });
      expect(await response.json()).toEqual({ payment: { amount: 5 } });
    } finally {
      await nest.close();
    }
  });
});
