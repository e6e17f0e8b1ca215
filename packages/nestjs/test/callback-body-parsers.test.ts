import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
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

@Module({
  imports: [
    HiveModule.forRoot({
      apiKey: "k",
      api: "v2",
      logger: false,
      callbacks: { ...callbacks, maxBodyBytes: 10_000 },
    }),
  ],
  providers: [Results],
})
class SmallModule {}

/** Larger than the 100 kB of JSON that Express accepts by default. */
const body = callbackBody("task-1", { frames: 200, classes: 20 });

async function postCallback(
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
  it("is larger than the default limit of an app's body parser", () => {
    expect(body.length).toBeGreaterThan(100_000);
  });

  it("is read in an app that was created from a testing module", async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    expect(await postCallback(module.createNestApplication())).toEqual({ status: 200, frames: 200 });
  });

  it("is read in an app that keeps raw bodies and has its own parser for each type", async () => {
    const nest = await NestFactory.create<NestExpressApplication>(AppModule, {
      rawBody: true,
      logger: false,
    });
    nest.useBodyParser("raw", { type: "*/*" });
    expect(await postCallback(nest)).toEqual({ status: 200, frames: 200 });
  });

  it("is read under the app's global prefix", async () => {
    const nest = await NestFactory.create(AppModule, { logger: false });
    nest.setGlobalPrefix("/api/");
    expect(await postCallback(nest, "/api/hive/callbacks/")).toEqual({ status: 200, frames: 200 });
  });

  it("is read from a proxy that sends an absolute URL", async () => {
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

  it("is read in an app without a parser", async () => {
    const nest = await NestFactory.create(AppModule, { bodyParser: false, logger: false });
    expect(await postCallback(nest)).toEqual({ status: 200, frames: 200 });
  });

  it("is accepted if a parser that was installed before the app has read it", async () => {
    const adapter = new ExpressAdapter();
    adapter.useBodyParser("json", false, { limit: "50mb" });
    const nest = await NestFactory.create(AppModule, adapter, { logger: false });
    expect(await postCallback(nest)).toEqual({ status: 200, frames: 200 });
  });

  it.each(["raw", "text"] as const)(
    "is accepted if such a parser has left the JSON unparsed: %s",
    async (type) => {
      const adapter = new ExpressAdapter();
      adapter.useBodyParser(type, false, { type: "*/*", limit: "50mb" });
      const nest = await NestFactory.create(AppModule, adapter, { logger: false });
      expect(await postCallback(nest)).toEqual({ status: 200, frames: 200 });
    },
  );

  it("is rejected with 400 if such a parser has read a body that is not JSON", async () => {
    const adapter = new ExpressAdapter();
    adapter.useBodyParser("text", false, { type: "*/*" });
    const nest = await NestFactory.create(AppModule, adapter, { logger: false });
    expect(await postCallback(nest, "/hive/callbacks", "hello")).toEqual({ status: 400, frames: undefined });
  });

  it("is rejected with 413 if such a parser has read more than maxBodyBytes", async () => {
    for (const type of ["json", "raw", "text"] as const) {
      const adapter = new ExpressAdapter();
      adapter.useBodyParser(type, false, { type: "*/*", limit: "50mb" });
      const nest = await NestFactory.create(SmallModule, adapter, { logger: false });
      expect([type, (await postCallback(nest)).status]).toEqual([type, 413]);
    }
  });

  it("is rejected with 500, so that Hive sends it again, if a middleware has read it and left nothing", async () => {
    const adapter = new ExpressAdapter();
    adapter.use((request: IncomingMessage, _response: unknown, next: () => void) => {
      request.resume().once("end", next);
    });
    const nest = await NestFactory.create(AppModule, adapter, { logger: false });
    expect(await postCallback(nest)).toEqual({ status: 500, frames: undefined });
  });

  it("is read on Fastify, regardless of its body limit", async () => {
    const adapter = new FastifyAdapter({ bodyLimit: 1_000 });
    const nest = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
    expect(await postCallback(nest)).toEqual({ status: 200, frames: 200 });
  });
});

describe("an app route that ends with the callback route", () => {
  it("receives its body", async () => {
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
