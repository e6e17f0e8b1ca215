import { createEmulator } from "@hivekit/emulator";
import { HiveExceptionFilter, hiveHealth, HiveModule, HiveService } from "@hivekit/nestjs";
import * as healthEntry from "@hivekit/nestjs/health";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import type { HiveHealthOptions } from "@hivekit/nestjs/health";
import { Controller, Get, Inject } from "@nestjs/common";
import { APP_FILTER } from "@nestjs/core";
import { HealthCheck, HealthCheckService, TerminusModule } from "@nestjs/terminus";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { media } from "./support/keys-sent.ts";
import { openApp } from "./support/open-app.ts";

/** Opens an app with a health endpoint that uses an emulator. */
async function openDesk(options: HiveHealthOptions = {}) {
  const emulator = createEmulator({ labels: ["yes"] });

  @Controller("health")
  class HealthController {
    readonly #health: HealthCheckService;
    readonly #hive: HiveHealthIndicator;

    constructor(
      @Inject(HealthCheckService) health: HealthCheckService,
      @Inject(HiveHealthIndicator) hive: HiveHealthIndicator,
    ) {
      this.#health = health;
      this.#hive = hive;
    }

    @Get()
    @HealthCheck()
    check() {
      return this.#health.check([() => this.#hive.check("hive", options)]);
    }
  }

  const app = await openApp({
    imports: [
      HiveModule.forRoot({ apiKey: "demo-labeling", fetch: emulator.fetch, logger: false, retry: false }),
      TerminusModule,
    ],
    controllers: [HealthController],
    providers: [HiveHealthIndicator],
  });
  const hive = app.nest.get(HiveService);
  const getHealth = async () => {
    const response = await fetch(`${app.url}/health`);
    const { status, details } = await response.json();
    return { http: response.status, status, hive: details.hive };
  };
  const call = async (times: number, fault: string | null = null): Promise<void> => {
    for (let time = 0; time < times; time++) {
      if (fault !== null) emulator.faults.add(fault);
      await hive.classify({ media }).catch(() => {});
    }
  };
  return { ...app, emulator, getHealth, call };
}

describe("HiveHealthIndicator on terminus 12", () => {
  it("is up before the first call, and sends nothing", async () => {
    await using desk = await openDesk();
    expect(await desk.getHealth()).toEqual({
      http: 200,
      status: "ok",
      hive: {
        status: "up",
        health: "up",
        reason: null,
        lastSuccess: null,
        lastFailure: null,
        inFlight: 0,
        attempts: 0,
        failures: 0,
        rateLimited: 0,
      },
    });
    desk.emulator.verify.none();
  });

  it("is up after a success, and reports its time", async () => {
    await using desk = await openDesk();
    await desk.call(1);
    expect((await desk.getHealth()).hive).toMatchObject({
      status: "up",
      lastSuccess: expect.stringMatching(/^20.*Z$/),
    });
  });

  it("is down while Hive rejects the key, and up again when Hive accepts it", async () => {
    await using desk = await openDesk();
    await desk.call(1, "403");
    expect(await desk.getHealth()).toMatchObject({
      http: 503,
      status: "error",
      hive: {
        status: "down",
        reason: "Hive rejects the API key.",
        lastFailure: { kind: "http", reason: "unauthorized" },
      },
    });
    await desk.call(1);
    expect(await desk.getHealth()).toMatchObject({ http: 200, status: "ok" });
  });

  it.each([
    ["an exhausted balance", 1, "405"],
    ["failures", 5, "500"],
    ["rate limits", 5, "429"],
    ["lost connections", 5, "reset"],
    ["invalid responses", 5, "truncate"],
  ])("is degraded, and stays in rotation, with %s", async (_what, times, fault) => {
    await using desk = await openDesk();
    await desk.call(times, fault);
    expect(await desk.getHealth()).toMatchObject({
      http: 200,
      status: "degraded",
      hive: { status: "degraded" },
    });
  });

  it("is down because of failures only with downFailureRate", async () => {
    await using desk = await openDesk({ downFailureRate: 0.5, minAttempts: 1 });
    await desk.call(1, "500");
    expect(await desk.getHealth()).toMatchObject({ http: 503, hive: { status: "down" } });
  });

  it("is up when Hive rejects a submission because of its content", async () => {
    await using desk = await openDesk({ minAttempts: 1 });
    await desk.call(5, "400");
    expect(await desk.getHealth()).toMatchObject({ http: 200, status: "ok", hive: { failures: 0 } });
  });
});

describe("the options of HiveHealthIndicator.check", () => {
  it.each([
    ["project", { project: "" }],
    ["minAttempts", { minAttempts: 0 }],
    ["insufficientBalance", { insufficientBalance: "dwon" }],
    ["degradedRate", { degradedRate: 0.5 }],
  ])("fail with the name of the invalid option: %s", async (option, invalid: object) => {
    const app = await Test.createTestingModule({
      imports: [HiveModule.forRoot({ apiKey: "k" }), TerminusModule],
      providers: [HiveHealthIndicator],
    }).compile();
    expect(() => app.get(HiveHealthIndicator).check("hive", invalid)).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });
});

describe("the health entry point", () => {
  it("exports only the indicator: hiveHealth works without terminus, so it belongs to the main entry point", () => {
    expect(Object.keys(healthEntry)).toEqual(["HiveHealthIndicator"]);
    expect(hiveHealth).toBeTypeOf("function");
  });
});

describe("a very long Retry-After", () => {
  it.each(["99999999999", "86400000", "Fri, 01 Jan 2099 00:00:00 GMT"])(
    "makes the project degraded while calls are held back, and is not passed on (%s)",
    async (retryAfter) => {
      let requests = 0;
      const rejectAll = async (): Promise<Response> => {
        requests += 1;
        return new Response("{}", { status: 429, headers: { "retry-after": retryAfter } });
      };
      @Controller("labels")
      class LabelsController {
        readonly #hive: HiveService;

        constructor(@Inject(HiveService) hive: HiveService) {
          this.#hive = hive;
        }

        @Get()
        async labels() {
          return (await this.#hive.classify({ media })).labels;
        }

        @Get("frames")
        frames() {
          return this.#hive.frames({ media });
        }
      }
      await using app = await openApp({
        imports: [HiveModule.forRoot({ apiKey: "demo-labeling", fetch: rejectAll, logger: false })],
        controllers: [LabelsController],
        providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }],
      });
      for (let call = 0; call < 20; call++) {
        const response = await fetch(`${app.url}/labels${call % 2 === 0 ? "" : "/frames"}`);
        expect(response.status).toBe(503);
        const seconds = Number(response.headers.get("retry-after"));
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(600);
        expect(await response.json()).toMatchObject({ retryAfterSeconds: seconds });
      }
      expect(requests).toBe(1);
      const stats = app.nest.get(HiveService).stats();
      expect(stats).toMatchObject({ attempts: 20, failures: 20, rateLimited: 20 });
      expect(hiveHealth(stats)).toEqual({
        status: "degraded",
        reason: "Hive's rate limit prevented 20 of 20 attempts within 5 min.",
      });
    },
  );
});
