import fastifyMultipart from "@fastify/multipart";
import type { MediaSubmission } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";
import { createEmulator } from "@hivekit/emulator";
import {
  HiveExceptionFilter,
  HiveModule,
  HiveService,
  HiveVerdict,
  HiveVerdictInterceptor,
  ParseMediaPipe,
} from "@hivekit/nestjs";
import {
  Controller,
  Get,
  Inject,
  Module,
  Post,
  UploadedFile,
  UseFilters,
  UseInterceptors,
} from "@nestjs/common";
import type { NestInterceptor, Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { FileInterceptor } from "@nestjs/platform-fastify/multipart";
import { describe, expect, it } from "vitest";
import { PNG } from "../support/png.ts";
import { TakeFile } from "../support/take-file.ts";

const policy = { block: { gun_in_hand: 0.9 } };

async function openDesk(interceptor: Type<NestInterceptor>, isPluginOurs: boolean) {
  const emulator = createEmulator({ rules: [{ match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } }] });

  @Controller()
  @UseFilters(HiveExceptionFilter)
  class UploadsController {
    readonly #hive: HiveService;

    constructor(@Inject(HiveService) hive: HiveService) {
      this.#hive = hive;
    }

    @Post("classified")
    @UseInterceptors(interceptor)
    async classified(@UploadedFile(new ParseMediaPipe()) media: MediaSubmission) {
      return { id: (await this.#hive.classify(media)).id };
    }

    @Post("judged")
    @UseInterceptors(interceptor, HiveVerdictInterceptor({ policy }))
    judged(@HiveVerdict() verdict: Verdict | null) {
      return { decision: verdict?.decision ?? null };
    }

    @Post("optional")
    @UseInterceptors(interceptor, HiveVerdictInterceptor({ policy, isOptional: true }))
    optional(@HiveVerdict() verdict: Verdict | null) {
      return { decision: verdict?.decision ?? null };
    }
  }

  @Controller("bare")
  @UseFilters(HiveExceptionFilter)
  @UseInterceptors(HiveVerdictInterceptor({ policy, isOptional: true }))
  class BareController {
    @Get()
    look(@HiveVerdict() verdict: Verdict | null) {
      return { decision: verdict?.decision ?? null };
    }

    @Post()
    @UseInterceptors(interceptor)
    upload(@HiveVerdict() verdict: Verdict | null) {
      return { decision: verdict?.decision ?? null };
    }
  }

  @Module({
    imports: [HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false })],
    controllers: [UploadsController, BareController],
  })
  class AppModule {}

  const nest = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
    logger: false,
  });
  if (isPluginOurs) await nest.register(fastifyMultipart, { limits: { fileSize: 1_000 } });
  await nest.listen(0, "127.0.0.1");
  const url = await nest.getUrl();
  const upload = async (route: string, name: string | null, bytes: Uint8Array<ArrayBuffer> = PNG) => {
    const form = new FormData();
    form.set("note", "a");
    if (name !== null) form.append("file", new Blob([bytes]), name);
    const response = await fetch(`${url}/${route}`, { method: "POST", body: form });
    return { status: response.status, body: await response.json() };
  };
  return { emulator, url, upload, [Symbol.asyncDispose]: () => nest.close() };
}

describe.each([
  ["Nest 12's own interceptor", FileInterceptor("file", { limits: { fileSize: 1_000 } }), false],
  ["an interceptor on @fastify/multipart", TakeFile, true],
])("an upload on Fastify, parsed by %s", (_, interceptor, isPluginOurs) => {
  it("becomes a submission with ParseMediaPipe", async () => {
    await using desk = await openDesk(interceptor, isPluginOurs);
    expect(await desk.upload("classified", "tree.png")).toEqual({
      status: 201,
      body: { id: expect.any(String) },
    });
    desk.emulator.verify.one({ projectKey: "demo-visual" });
    expect(
      await desk.upload("classified", "notes.txt", new TextEncoder().encode("hello, hello, hello")),
    ).toMatchObject({
      status: 422,
    });
    expect(await desk.upload("classified", null)).toMatchObject({ status: 400 });
  });

  it("is judged and blocked by HiveVerdictInterceptor", async () => {
    await using desk = await openDesk(interceptor, isPluginOurs);
    expect(await desk.upload("judged", "tree.png")).toEqual({ status: 201, body: { decision: "allow" } });
    expect(await desk.upload("judged", "gun.png")).toMatchObject({
      status: 422,
      body: { decision: "block" },
    });
    expect(await desk.upload("judged", null)).toMatchObject({ status: 400 });
    expect(await desk.upload("optional", null)).toEqual({ status: 201, body: { decision: null } });
  });

  it("does not reach the handler if it is parsed too late, but a request without an upload does", async () => {
    await using desk = await openDesk(interceptor, isPluginOurs);
    expect(await desk.upload("bare", "gun.png")).toMatchObject({ status: 500, body: { kind: "config" } });
    desk.emulator.verify.none();
    const looked = await fetch(`${desk.url}/bare`);
    expect({ status: looked.status, body: await looked.json() }).toEqual({
      status: 200,
      body: { decision: null },
    });
  });

  it("is rejected with 413 above the limit", async () => {
    await using desk = await openDesk(interceptor, isPluginOurs);
    const large = new Uint8Array(2_000);
    large.set(PNG);
    expect(await desk.upload("judged", "large.png", large)).toMatchObject({ status: 413 });
    desk.emulator.verify.none();
  });
});
