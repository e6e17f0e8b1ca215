import { HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveModuleAsyncOptions, HiveOptionsFactory, HiveProjectOptions } from "@hivekit/nestjs";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { Controller, Get, Inject, Injectable, Module, Scope } from "@nestjs/common";
import { NestFactory, REQUEST } from "@nestjs/core";
import { TerminusModule } from "@nestjs/terminus";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";
import { ADAPTERS, openApp } from "../support/open-app.ts";

@Injectable({ scope: Scope.REQUEST })
class RequestOptions implements HiveOptionsFactory {
  createHiveOptions(): HiveProjectOptions {
    return { apiKey: "k" };
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class DurableSettings {
  readonly key = "k";
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientSettings {
  readonly key = "transient";
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientOptions implements HiveOptionsFactory {
  createHiveOptions(): HiveProjectOptions {
    return optionsOn(labelingEmulator("k"), "k");
  }
}

@Module({
  providers: [RequestOptions, DurableSettings, TransientSettings],
  exports: [RequestOptions, DurableSettings, TransientSettings],
})
class SettingsModule {}

const REQUEST_SCOPED: readonly (readonly [string, HiveModuleAsyncOptions])[] = [
  ["the request", { inject: [REQUEST], useFactory: () => ({ apiKey: "k" }) }],
  [
    "an optional request",
    { inject: [{ token: REQUEST, optional: true }], useFactory: () => ({ apiKey: "k" }) },
  ],
  [
    "a durable provider",
    { imports: [SettingsModule], inject: [DurableSettings], useFactory: () => ({ apiKey: "k" }) },
  ],
  ["a request-scoped class", { useClass: RequestOptions }],
  ["a request-scoped existing provider", { imports: [SettingsModule], useExisting: RequestOptions }],
];

const PROBLEM = expect.objectContaining({
  kind: "config",
  message: expect.stringMatching(
    /^HiveModule\.forRootAsync: the options of Hive project "tenant" depend on a request-scoped provider, .*one named project per tenant/,
  ),
});

describe.each(REQUEST_SCOPED)("options that depend on %s", (_, options) => {
  const hive = HiveModule.forRootAsync({ ...options, name: "tenant" });

  it.each(ADAPTERS)("fail at boot, and the error says why and what to do (%s)", async (adapter) => {
    await expect(openApp({ imports: [hive] }, { adapter })).rejects.toEqual(PROBLEM);
  });

  it("fail at boot in an app without HTTP and in a testing module", async () => {
    const inContext = NestFactory.createApplicationContext(hive, { logger: false, abortOnError: false });
    await expect(inContext).rejects.toEqual(PROBLEM);
    const testing = await Test.createTestingModule({ imports: [hive] }).compile();
    await expect(testing.init()).rejects.toEqual(PROBLEM);
    await expect(testing.resolve("HiveService:tenant")).rejects.toEqual(PROBLEM);
  });
});

it("accepts transient providers, which exist once for the project", async () => {
  const emulator = labelingEmulator("transient");
  const app = await Test.createTestingModule({
    imports: [
      HiveModule.forRootAsync({
        imports: [SettingsModule],
        inject: [TransientSettings],
        useFactory: ({ key }: TransientSettings) => optionsOn(emulator, key),
      }),
      HiveModule.forRootAsync({ name: "class", useClass: TransientOptions }),
    ],
  }).compile();
  await app.init();
  await app.get(HiveService).classify({ media });
  expect(keysSent(emulator)).toEqual(["transient"]);
  expect(app.get("HiveService:class")).toBeInstanceOf(HiveService);
  await app.close();
});

it("injects the one service into request-scoped and transient providers, and health reads it", async () => {
  const emulator = labelingEmulator("k");
  @Injectable({ scope: Scope.TRANSIENT })
  class Labels {
    readonly hive: HiveService;

    constructor(@Inject(HiveService) hive: HiveService) {
      this.hive = hive;
    }
  }
  @Controller({ scope: Scope.REQUEST })
  class LabelsController {
    readonly #hive: HiveService;
    readonly #labels: Labels;
    readonly #health: HiveHealthIndicator;

    constructor(
      @Inject(HiveService) hive: HiveService,
      @Inject(Labels) labels: Labels,
      @Inject(HiveHealthIndicator) health: HiveHealthIndicator,
    ) {
      this.#hive = hive;
      this.#labels = labels;
      this.#health = health;
    }

    @Get()
    async get() {
      await this.#labels.hive.classify({ media });
      return { isSame: this.#labels.hive === this.#hive, health: this.#health.check("hive") };
    }
  }
  await using app = await openApp({
    imports: [TerminusModule, HiveModule.forRoot({ ...optionsOn(emulator, "k"), isGlobal: true })],
    controllers: [LabelsController],
    providers: [
      Labels,
      { provide: HiveHealthIndicator, useClass: HiveHealthIndicator, scope: Scope.REQUEST },
    ],
  });
  await (await fetch(app.url)).text();
  expect(await (await fetch(app.url)).json()).toMatchObject({
    isSame: true,
    health: { hive: { status: "up", attempts: 2 } },
  });
});

it("does not affect a module that is imported without forRoot", async () => {
  await using app = await openApp({ imports: [HiveModule] });
  expect((await fetch(app.url)).status).toBe(404);
});
