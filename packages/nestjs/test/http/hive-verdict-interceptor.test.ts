import { createEmulator } from "@hivekit/emulator";
import type { EmulatorOptions } from "@hivekit/emulator";
import type { Verdict } from "@hivekit/core/policy";
import {
  HiveExceptionFilter,
  HiveModule,
  HiveVerdict,
  HiveVerdictInterceptor,
  HiveVerdicts,
} from "@hivekit/nestjs";
import type { HiveVerdictOptions } from "@hivekit/nestjs";
import { Body, Controller, ForbiddenException, Post, UseFilters, UseInterceptors } from "@nestjs/common";
import type { CallHandler, ExecutionContext } from "@nestjs/common";
import { APP_INTERCEPTOR } from "@nestjs/core";
import { AnyFilesInterceptor } from "@nestjs/platform-express";
import { describe, expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";

const policy = { block: { gun_in_hand: 0.9 }, review: { yes_smoking: 0.9 } };
const rules: EmulatorOptions["rules"] = [
  { match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } },
  { match: { name: "smoke.*" }, classes: { yes_smoking: 0.97 } },
  { match: { name: "broken.*" }, taskCode: "3300" },
];

/** Attaches uploads to the request, as other parsers and storage engines do. */
function putUploads(uploads: { readonly file?: unknown; readonly files?: unknown }) {
  return {
    intercept(context: ExecutionContext, next: CallHandler) {
      Object.assign(context.switchToHttp().getRequest<object>(), uploads);
      return next.handle();
    },
  };
}

const listTags = (verdict: Verdict): readonly string[] => verdict.tags.map(({ tag }) => tag);

async function openDesk(
  options: Partial<HiveVerdictOptions> = {},
  ...others: Parameters<typeof UseInterceptors>
) {
  const emulator = createEmulator({ rules });
  /** The decisions that reached the handler. */
  const handled: (readonly string[])[] = [];
  /** The tags of each file of the requests that reached the handler. */
  const tags: (readonly (readonly string[])[])[] = [];

  @Controller()
  @UseFilters(HiveExceptionFilter)
  class UploadsController {
    @Post()
    @UseInterceptors(AnyFilesInterceptor(), ...others, HiveVerdictInterceptor({ policy, ...options }))
    upload(
      @HiveVerdict() verdict: Verdict | null,
      @HiveVerdicts() all: readonly Verdict[],
      @Body() _form: unknown,
    ) {
      handled.push(all.map(({ decision }) => decision));
      tags.push(all.map((one) => listTags(one)));
      return {
        decision: verdict?.decision ?? null,
        // Only if the policy has tags, so that the other tests can ignore them.
        ...(options.policy?.tags === undefined || verdict === null
          ? {}
          : { tags: listTags(verdict), unknownTags: verdict.unknownTags }),
      };
    }
  }

  const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
  const app = await openApp({ imports: [hive], controllers: [UploadsController] });
  const upload = async (...names: readonly string[]) => {
    const form = new FormData();
    form.set("note", "a");
    for (const name of names)
      form.append("file", new Blob([name.endsWith("txt") ? "hello, hello, hello" : PNG]), name);
    const response = await fetch(app.url, { method: "POST", body: form });
    return { status: response.status, body: await response.json() };
  };
  return { ...app, emulator, handled, tags, upload };
}

describe("HiveVerdictInterceptor", () => {
  it("passes an allowed upload and its verdict to the handler", async () => {
    await using desk = await openDesk();
    expect(await desk.upload("tree.png")).toEqual({ status: 201, body: { decision: "allow" } });
  });

  it("rejects a blocked upload before the handler, without the reasons", async () => {
    await using desk = await openDesk();
    expect(await desk.upload("gun.png")).toEqual({
      status: 422,
      body: { statusCode: 422, kind: "verdict", decision: "block", message: "The upload was rejected." },
    });
    expect(desk.handled).toEqual([]);
  });

  it("passes an upload for review unless onReview rejects it", async () => {
    await using desk = await openDesk();
    expect(await desk.upload("smoke.png")).toMatchObject({ status: 201, body: { decision: "review" } });
    await using strict = await openDesk({ onReview: "refuse" });
    expect(await strict.upload("smoke.png")).toMatchObject({ status: 422, body: { decision: "review" } });
    expect(strict.handled).toEqual([]);
  });

  it("passes an unknown upload unless onUnknown rejects it", async () => {
    const unknown = { ...policy, block: { my_class: 0.9 }, classes: ["my_class"] };
    await using desk = await openDesk({ policy: unknown });
    expect(await desk.upload("tree.png")).toMatchObject({ status: 201, body: { decision: "unknown" } });
    await using strict = await openDesk({ policy: unknown, onUnknown: "refuse" });
    expect(await strict.upload("tree.png")).toMatchObject({ status: 422, body: { decision: "unknown" } });
  });

  it("judges every file of a request, but none after a rejected one", async () => {
    await using desk = await openDesk();
    expect(await desk.upload("tree.png", "smoke.png")).toMatchObject({ body: { decision: "review" } });
    expect(desk.handled).toEqual([["allow", "review"]]);
    desk.emulator.reset();
    expect(await desk.upload("tree.png", "gun.png", "other.png")).toMatchObject({ status: 422 });
    desk.emulator.verify.count(2);
  });

  it("passes the tags of each file to the handler, and rejects none because of them", async () => {
    const tagged = {
      block: { gun_in_hand: 0.9 },
      tags: { smoking: { yes_smoking: 0.9 }, custom: { my_class: 0.9 } },
      classes: ["my_class"],
    };
    await using desk = await openDesk({ policy: tagged });
    expect(await desk.upload("smoke.png")).toEqual({
      status: 201,
      body: { decision: "allow", tags: ["smoking"], unknownTags: ["custom"] },
    });
    expect(await desk.upload("tree.png", "smoke.png")).toMatchObject({ status: 201 });
    expect(desk.tags).toEqual([[["smoking"]], [[], ["smoking"]]]);
    // The response to a blocked upload has no tags.
    expect(Object.keys((await desk.upload("gun.png")).body)).not.toContain("tags");
  });

  it("rejects a file that is not media before anything is charged", async () => {
    await using desk = await openDesk({ media: { maxBytes: 1_000_000 } });
    expect(await desk.upload("tree.png", "notes.txt")).toMatchObject({
      status: 422,
      body: { kind: "input" },
    });
    desk.emulator.verify.none();
  });

  it("does not run the handler when the call to Hive fails", async () => {
    await using desk = await openDesk();
    expect(await desk.upload("broken.png")).toMatchObject({ status: 422, body: { reason: "corrupt_media" } });
    desk.emulator.faults.add({ kind: "status", status: 403 });
    expect(await desk.upload("tree.png")).toMatchObject({ status: 500 });
    expect(desk.handled).toEqual([]);
  });

  it("rejects a request with nothing to judge unless isOptional is set", async () => {
    await using desk = await openDesk();
    expect(await desk.upload()).toMatchObject({ status: 400, body: { kind: "input" } });
    await using lenient = await openDesk({ isOptional: true });
    expect(await lenient.upload()).toEqual({ status: 201, body: { decision: null } });
  });

  it("judges the given submissions, and rejects with the given exception", async () => {
    await using desk = await openDesk({
      submissions: () => [{ media: PNG, filename: "gun.png" }],
      refusal: () => new ForbiddenException("no guns"),
    });
    expect(await desk.upload()).toMatchObject({ status: 403, body: { message: "no guns" } });
  });

  it.each([
    ["a file in a bucket", { files: [{ originalname: "gun.png", bucket: "uploads", key: "1" }] }],
    ["such a file by field", { files: { photo: [{ originalname: "gun.png", id: "1" }] } }],
    ["one such file", { file: { originalname: "gun.png", id: "1" } }],
    ["the function that returns Fastify's file", { file: () => null }],
    ["the function that returns Fastify's files", { files: () => [] }],
  ])("does not pass %s to the handler because it cannot be judged", async (_, uploads) => {
    await using desk = await openDesk({ isOptional: true }, putUploads(uploads));
    expect(await desk.upload("tree.png")).toMatchObject({ status: 500, body: { kind: "config" } });
    expect(desk.handled).toEqual([]);
    desk.emulator.verify.none();
  });

  it.each([true, false])(
    "does not pass an unread form to the handler if it is a global interceptor (isOptional %s)",
    async (isOptional) => {
      const emulator = createEmulator({ rules });
      let isHandled = false;
      @Controller()
      @UseFilters(HiveExceptionFilter)
      class UploadsController {
        @Post()
        @UseInterceptors(AnyFilesInterceptor())
        upload(): void {
          isHandled = true;
        }
      }
      const judge = HiveVerdictInterceptor({ policy, isOptional });
      await using app = await openApp({
        imports: [
          HiveModule.forRoot({ isGlobal: true, apiKey: "demo-visual", fetch: emulator.fetch, logger: false }),
        ],
        controllers: [UploadsController],
        providers: [{ provide: APP_INTERCEPTOR, useClass: judge }],
      });
      const form = new FormData();
      form.append("file", new Blob([PNG]), "gun.png");
      const response = await fetch(app.url, { method: "POST", body: form });
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ kind: "config" });
      expect(isHandled).toBe(false);
      emulator.verify.none();
    },
  );

  it("adds its verdicts to the verdicts of another interceptor", async () => {
    const first = HiveVerdictInterceptor({ policy: { review: { yes_smoking: 0.9 } } });
    await using desk = await openDesk({ policy: { block: { gun_in_hand: 0.9 } } }, first);
    expect(await desk.upload("smoke.png")).toMatchObject({ status: 201, body: { decision: "review" } });
    expect(desk.handled).toEqual([["review", "allow"]]);
  });

  it.each([
    ["onReview", { onReview: "reject" }],
    ["onUnknow", { onUnknow: "refuse" }],
    ["media.types", { media: { types: ["image/jpg"] } }],
    ["media.maxBytes", { media: { maxBytes: Number.NaN } }],
    ["media.maxSize", { media: { maxSize: 10 } }],
    ["media", { media: null }],
    ["submissions", { submissions: [] }],
    ["isOptional", { isOptional: 1 }],
    ["refusal", { refusal: new ForbiddenException() }],
    ["project", { project: "" }],
  ])("rejects an invalid %s when the interceptor is created: %o", (option, invalid: object) => {
    expect(() => HiveVerdictInterceptor({ policy, ...invalid })).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });

  it("rejects an invalid policy when the interceptor is created", () => {
    expect(() => HiveVerdictInterceptor({ policy: { block: { yes_gun: 0.9 } } })).toThrow(
      expect.objectContaining({ kind: "config" }),
    );
  });
});
