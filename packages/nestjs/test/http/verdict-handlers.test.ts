import { createEmulator } from "@hivekit/emulator";
import type { Verdict } from "@hivekit/core/policy";
import { HiveModule, HiveVerdict, HiveVerdictInterceptor, HiveVerdicts } from "@hivekit/nestjs";
import type { HiveVerdictOptions } from "@hivekit/nestjs";
import { Body, Controller, ForbiddenException, Post, Req, UseInterceptors } from "@nestjs/common";
import type { Type } from "@nestjs/common";
import { AnyFilesInterceptor } from "@nestjs/platform-express";
import { describe, expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";

const policy = { block: { gun_in_hand: 0.9 }, review: { yes_smoking: 0.9 } };
/** A policy whose decision on every picture of the emulator is `unknown`. */
const unknownPolicy = { block: { my_class: 0.9 }, classes: ["my_class"] };

/** The routes whose handler ran. */
let handled: string[] = [];

/** Replaces a method without copying its metadata, as some decorators do. */
function Replaced(
  _target: object,
  _name: string,
  descriptor: TypedPropertyDescriptor<(...all: never[]) => void>,
): void {
  const { value } = descriptor;
  descriptor.value = function (this: unknown, ...all: never[]) {
    value?.apply(this, all);
  };
}

/** Creates a controller with one handler per way to take the verdict, or not to take it. */
function createController(options: Partial<HiveVerdictOptions>): Type<object> {
  abstract class BaseController {
    @Post("inherited")
    inherited(@HiveVerdict() _verdict: Verdict): void {
      handled.push("inherited");
    }

    overridden(@HiveVerdict() _verdict: Verdict): void {
      handled.push("base");
    }
  }

  @Controller()
  @UseInterceptors(AnyFilesInterceptor(), HiveVerdictInterceptor({ policy, ...options }))
  class UploadsController extends BaseController {
    @Post("verdict")
    verdict(@Req() _request: unknown, @HiveVerdict() _verdict: Verdict): void {
      handled.push("verdict");
    }

    @Post("verdicts")
    verdicts(@HiveVerdicts() _verdicts: readonly Verdict[]): void {
      handled.push("verdicts");
    }

    @Post("replaced")
    @Replaced
    replaced(@HiveVerdict() _verdict: Verdict): void {
      handled.push("replaced");
    }

    @Post("traced")
    traced(@HiveVerdict() _verdict: Verdict): void {
      handled.push("traced");
    }

    @Post("bare")
    bare(): void {
      handled.push("bare");
    }

    @Post("body")
    body(@Body() _body: unknown): void {
      handled.push("body");
    }

    @Post("replaced-bare")
    @Replaced
    replacedBare(): void {
      handled.push("replaced-bare");
    }

    @Post("overridden")
    override overridden(): void {
      handled.push("overridden");
    }
  }

  // As OpenTelemetry's instrumentation of Nest does: another function, with the same metadata.
  const { traced } = UploadsController.prototype;
  const wrapped = (...all: Parameters<typeof traced>): void => traced(...all);
  for (const key of Reflect.getMetadataKeys(traced)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, traced), wrapped);
  }
  Object.assign(UploadsController.prototype, { traced: wrapped });
  return UploadsController;
}

const TAKERS = ["verdict", "verdicts", "replaced", "traced", "inherited"];
const OTHERS = ["bare", "body", "replaced-bare", "overridden"];

async function openDesk(options: Partial<HiveVerdictOptions> = {}, controller = createController(options)) {
  handled = [];
  const emulator = createEmulator({
    rules: [
      { match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } },
      { match: { name: "smoke.*" }, classes: { yes_smoking: 0.97 } },
    ],
  });
  const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
  const app = await openApp({ imports: [hive], controllers: [controller] });
  const upload = async (route: string, name: string) => {
    const form = new FormData();
    form.append("file", new Blob([PNG]), name);
    const response = await fetch(`${app.url}/${route}`, { method: "POST", body: form });
    return { status: response.status, text: await response.text() };
  };
  return { ...app, upload };
}

describe.each([
  ["review", policy, "smoke.png", "onReview"],
  ["unknown", unknownPolicy, "tree.png", "onUnknown"],
] as const)("an upload with the decision %s", (decision, its, name, option) => {
  it.each(TAKERS)("reaches a handler that takes the verdict (%s)", async (route) => {
    await using desk = await openDesk({ policy: its });
    expect(await desk.upload(route, name)).toMatchObject({ status: 201 });
    expect(handled).toEqual([route]);
  });

  it.each(OTHERS)("does not reach a handler that does not take the verdict (%s)", async (route) => {
    await using desk = await openDesk({ policy: its });
    const { status, text } = await desk.upload(route, name);
    expect([status, JSON.parse(text)]).toEqual([
      422,
      { statusCode: 422, kind: "verdict", decision, message: "The upload was rejected." },
    ]);
    expect(handled).toEqual([]);
  });

  it.each([...TAKERS, ...OTHERS])(`reaches every handler with ${option}: "pass" (%s)`, async (route) => {
    await using desk = await openDesk({ policy: its, [option]: "pass" });
    expect(await desk.upload(route, name)).toMatchObject({ status: 201 });
    expect(handled).toEqual([route]);
  });

  it.each([...TAKERS, ...OTHERS])(`reaches no handler with ${option}: "refuse" (%s)`, async (route) => {
    await using desk = await openDesk({ policy: its, [option]: "refuse" });
    expect(await desk.upload(route, name)).toMatchObject({ status: 422 });
    expect(handled).toEqual([]);
  });

  it("is not passed by the option for the other decision, and is rejected with the app's own exception", async () => {
    const other = option === "onReview" ? "onUnknown" : "onReview";
    await using desk = await openDesk({
      policy: its,
      [other]: "pass",
      refusal: (verdict) => new ForbiddenException(verdict.decision),
    });
    expect(await desk.upload("bare", name)).toEqual({ status: 403, text: expect.stringContaining(decision) });
    expect(handled).toEqual([]);
  });
});

it("never passes a blocked upload, and passes an allowed one to every handler", async () => {
  await using desk = await openDesk({ onReview: "pass", onUnknown: "pass" });
  for (const route of [...TAKERS, ...OTHERS]) {
    expect(await desk.upload(route, "gun.png")).toMatchObject({ status: 422 });
  }
  expect(handled).toEqual([]);
  await using strict = await openDesk({ onReview: "refuse", onUnknown: "refuse" });
  for (const route of [...TAKERS, ...OTHERS]) {
    expect(await strict.upload(route, "tree.png")).toMatchObject({ status: 201 });
  }
  expect(handled).toEqual([...TAKERS, ...OTHERS]);
});

it("does not run a handler that takes the verdict if the interceptor is missing", async () => {
  @Controller()
  @UseInterceptors(AnyFilesInterceptor())
  class ForgetfulController {
    @Post("verdict")
    verdict(@HiveVerdict() _verdict: Verdict | null): void {
      handled.push("verdict");
    }

    @Post("verdicts")
    verdicts(@HiveVerdicts() _verdicts: readonly Verdict[]): void {
      handled.push("verdicts");
    }
  }

  await using desk = await openDesk({}, ForgetfulController);
  for (const route of ["verdict", "verdicts"]) {
    expect(await desk.upload(route, "tree.png")).toMatchObject({ status: 500 });
  }
  expect(handled).toEqual([]);
});
