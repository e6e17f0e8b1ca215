import { maskClassAt, maskShares } from "@hivekit/core/mask";
import { createEmulator } from "@hivekit/emulator";
import { HiveExceptionFilter, HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveProjectOptions } from "@hivekit/nestjs";
import { Controller, Get, Inject } from "@nestjs/common";
import { APP_FILTER } from "@nestjs/core";
import { lastValueFrom, toArray } from "rxjs";
import type { Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { createLog } from "../support/log.ts";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";

const whole = (frames: Observable<unknown>): Promise<unknown> => lastValueFrom(frames.pipe(toArray()));

/** Invalid values of the options that all calls have. JavaScript apps can pass them. */
const OPTIONS: readonly (readonly [string | null, unknown])[] = [
  [null, null],
  [null, "5000"],
  ["timeoutMs", { timeoutMs: "5000" }],
  ["timeoutMs", { timeoutMs: 0 }],
  ["idleTimeoutMs", { idleTimeoutMs: -1 }],
  ["retry", { retry: true }],
  ["retry.limit", { retry: { limit: 99 } }],
  ["retry.unknownOutcome", { retry: { unknownOutcome: "yes" } }],
  ["headers", { headers: { authorization: "Token other" } }],
  ["headers", { headers: "a: b" }],
  ["model", { model: 5 }],
  ["metadata", { metadata: 5 }],
  ["params", { params: "a" }],
  ["signal", { signal: {} }],
  ["onAttempt", { onAttempt: "log" }],
  ["timeout", { timeout: 5_000 }],
];

/** Valid and invalid submissions. An invalid one does not hide the mistake in the options. */
const SUBMISSIONS: readonly unknown[] = [
  { media: PNG },
  { media: () => Promise.reject(new Error("not opened")) },
  { media: "photo.jpg" },
  { media: new Uint8Array() },
  { url: "https://example.com/photo.jpg" },
  { url: "no URL" },
  { text: "hello" },
  { text: "x".repeat(2_000) },
  { url: "https://example.com/photo.jpg", text: "hello" },
  {},
  undefined,
];

type Call = (hive: HiveService, submission: unknown, options: unknown) => unknown;

const call =
  (method: "classify" | "submit" | "frames"): Call =>
  (hive, submission, options) => {
    const result: unknown = Reflect.apply(hive[method], hive, [submission, options]);
    return method === "frames" ? whole(Object(result)) : result;
  };

const SUBMITTING: readonly (readonly [string, Call])[] = [
  ["classify", call("classify")],
  ["submit", call("submit")],
  ["frames", call("frames")],
  [
    "mapFrames",
    (hive, submission, options) =>
      whole(Object(Reflect.apply(hive.mapFrames, hive, [submission, () => [1], options]))),
  ],
];

const POLLING: readonly (readonly [string, Call])[] = [
  ["task", (hive, id, options) => Reflect.apply(hive.task, hive, [id, options])],
  ["wait", (hive, id, options) => Reflect.apply(hive.wait, hive, [id, options])],
  ["taskFrames", (hive, id, options) => whole(Object(Reflect.apply(hive.taskFrames, hive, [id, options])))],
];

/** Opens an app whose handler makes the given call. */
async function openDesk(project: HiveProjectOptions) {
  const emulator = createEmulator();
  const log = createLog();
  let action: (hive: HiveService) => unknown = () => null;
  @Controller()
  class CallController {
    readonly #hive: HiveService;

    constructor(@Inject(HiveService) hive: HiveService) {
      this.#hive = hive;
    }

    @Get()
    async call() {
      await action(this.#hive);
    }
  }
  const app = await openApp(
    {
      imports: [
        HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false, ...project }),
      ],
      controllers: [CallController],
      providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }],
    },
    { logger: log.logger },
  );
  const respond = async (next: typeof action) => {
    action = next;
    const before = log.lines("error").length;
    const response = await fetch(app.url);
    return { status: response.status, body: await response.json(), logged: log.lines("error").slice(before) };
  };
  return { ...app, emulator, respond };
}

const BODY = {
  statusCode: 500,
  kind: "config",
  reason: null,
  message: "The server is not configured correctly for Hive.",
  retryAfterSeconds: null,
};

describe.each<[string, HiveProjectOptions]>([
  ["v1", {}],
  ["v2", { api: "v2" }],
  ["v3", { api: "v3", model: "hive/visual-moderation" }],
])("an invalid call option in a handler (%s)", (_, project) => {
  it.each(SUBMITTING)("of %s is a mistake of the app, whatever is submitted", async (_name, make) => {
    await using desk = await openDesk(project);
    for (const [option, options] of OPTIONS) {
      for (const submission of SUBMISSIONS) {
        const { status, body, logged } = await desk.respond((hive) => make(hive, submission, options));
        expect({ option, submission, status, body }).toEqual({ option, submission, status: 500, body: BODY });
        expect(logged).toEqual([expect.stringContaining(option ?? "options")]);
      }
    }
    desk.emulator.verify.none();
  });

  it.each(POLLING)("of %s is a mistake of the app, whatever the id is", async (_name, make) => {
    await using desk = await openDesk(project);
    for (const [option, options] of OPTIONS) {
      for (const id of ["2f0c7a2e-0000-4000-8000-000000000000", "", undefined]) {
        const { status, body, logged } = await desk.respond((hive) => make(hive, id, options));
        expect({ option, id, status, body }).toEqual({ option, id, status: 500, body: BODY });
        expect(logged).toEqual([expect.stringContaining(option ?? "options")]);
      }
    }
    desk.emulator.verify.none();
  });
});

describe("an option that only some calls or API generations have", () => {
  it.each<[string, HiveProjectOptions, (hive: HiveService) => unknown]>([
    ["metadata", {}, (hive) => hive.classify({ media: PNG }, { metadata: "a" })],
    ["params", {}, (hive) => hive.classify({ text: "a" }, { params: {} })],
    ["model", { api: "v2" }, (hive) => hive.frames({ media: PNG }, { model: "hive/visual-moderation" })],
    ["model", { api: "v3" }, (hive) => hive.classify({ media: PNG })],
    ["api", {}, (hive) => hive.submit({ media: PNG })],
    ["api", { api: "v3" }, (hive) => hive.wait("a")],
    ["callbackUrl", { api: "v2" }, (hive) => hive.submit({ media: PNG }, { callbackUrl: "ftp://a.example" })],
    ["callbackUrl", { api: "v2" }, (hive) => hive.submit({ media: PNG }, { callbackUrl: "" })],
    ["frameLimit", { api: "v2" }, (hive) => hive.task("a", { frameLimit: 0 })],
    ["frameOffset", { api: "v2" }, (hive) => hive.task("", { frameOffset: -1 })],
    ["concurrency", {}, (hive) => hive.mapFrames({ media: PNG }, () => [1], { concurrency: 0 })],
    ["windowMs", {}, (hive) => hive.stats({ windowMs: -1 })],
    [
      "callbacks.publicUrl",
      { api: "v2", callbacks: { publicUrl: () => "nowhere", secrets: ["0123456789abcdef0123456789abcdef"] } },
      (hive) => hive.submit({ media: PNG }),
    ],
  ])("is a mistake of the app: %s", async (option, project, action) => {
    await using desk = await openDesk(project);
    const { status, body, logged } = await desk.respond(async (hive) => {
      const result: unknown = await action(hive);
      if (typeof result === "object" && result !== null && "subscribe" in result) await whole(Object(result));
    });
    expect([status, body]).toEqual([500, BODY]);
    expect(logged).toEqual([expect.stringContaining(option)]);
    desk.emulator.verify.none();
  });
});

describe("a mask that is read incorrectly in a handler", () => {
  const mapping = [{ class: "red", value: 1 }];

  it.each<[string, (pixels: Uint8Array) => unknown]>([
    ["no pixels", (pixels) => maskShares(pixels.subarray(6), mapping)],
    // JavaScript apps can pass it.
    ["pixels of another type", (pixels) => Reflect.apply(maskShares, null, [[...pixels], mapping])],
    ["other channels", (pixels) => maskShares(pixels, mapping, { channels: 4 })],
    ["another width", (pixels) => maskClassAt(pixels, mapping, { x: 0, y: 0, widthPx: 4 })],
    ["a position outside", (pixels) => maskClassAt(pixels, mapping, { x: 3, y: 0, widthPx: 3 })],
  ])("is a mistake of the app: %s", async (_name, read) => {
    await using desk = await openDesk({});
    const { status, body, logged } = await desk.respond(() => read(new Uint8Array(6)));
    expect([status, body]).toEqual([500, { ...BODY, kind: "input" }]);
    expect(logged).toHaveLength(1);
  });
});

describe("an invalid submission in a handler", () => {
  it.each<[unknown, number]>([
    [{ url: "no URL" }, 400],
    [{ url: undefined }, 400],
    [{ text: "" }, 400],
    [{ text: "x".repeat(2_000) }, 400],
    [{ media: new Uint8Array() }, 400],
    [undefined, 400],
    [{ media: () => Promise.reject(Object.assign(new Error("no such file"), { code: "ENOENT" })) }, 500],
    // The storage may work again.
    [{ media: () => Promise.reject(new Error("storage")) }, 503],
  ])("gets a fixed sentence: %o", async (submission, expected) => {
    await using desk = await openDesk({ api: "v2" });
    const { status, body } = await desk.respond((hive) => call("classify")(hive, submission, {}));
    expect([status, body]).toMatchObject([
      expected,
      { kind: "input", message: expect.stringMatching(/^(?:The|Moderation) [\w, .]+\.$/) },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/limits|submission|cause|1024/);
    desk.emulator.verify.none();
  });
});
