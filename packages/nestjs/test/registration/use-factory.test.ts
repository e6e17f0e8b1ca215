import { HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveOptionsFactory, HiveProjectOptions } from "@hivekit/nestjs";
import { Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

@Injectable()
class Settings {
  readonly key = "from-settings";
}

@Injectable()
class Options implements HiveOptionsFactory {
  createHiveOptions(): HiveProjectOptions {
    return { apiKey: "k" };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe("HiveModule.forRootAsync({ useFactory })", () => {
  it("calls the factory with its dependencies", async () => {
    const emulator = labelingEmulator("from-settings");
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: async (settings: Settings) => optionsOn(emulator, settings.key),
        }),
      ],
    }).compile();
    await app.get(HiveService).classify({ media });
    expect(keysSent(emulator)).toEqual(["from-settings"]);
  });

  it("can be global", async () => {
    @Module({})
    class EmptyModule {}
    const module = HiveModule.forRootAsync({ isGlobal: true, useFactory: () => ({ apiKey: "k" }) });
    const app = await Test.createTestingModule({ imports: [module, EmptyModule] }).compile();
    expect(app.select(EmptyModule).get(HiveService, { strict: false })).toBe(app.get(HiveService));
  });

  it("fails at boot with the error of the factory, or with the name of an invalid option", async () => {
    const failing = HiveModule.forRootAsync({ useFactory: () => Promise.reject(new Error("no settings")) });
    await expect(Test.createTestingModule({ imports: [failing] }).compile()).rejects.toThrow("no settings");
    const wrong = HiveModule.forRootAsync({ useFactory: () => ({ apiKey: "k", idleTimeoutMs: 0 }) });
    await expect(Test.createTestingModule({ imports: [wrong] }).compile()).rejects.toMatchObject({
      kind: "config",
      option: "idleTimeoutMs",
    });
  });

  it.each([
    ["useFactory is missing", {}],
    ["useFactory is missing", { useFactory: undefined, useExisting: null }],
    [
      "useFactory cannot be combined with useClass",
      { useFactory: () => ({ apiKey: "k" }), useClass: Settings },
    ],
    ["useClass cannot be combined with useExisting", { useClass: Settings, useExisting: "SETTINGS" }],
  ])("rejects options without exactly one source: %s", (problem, options) => {
    // A JavaScript app can pass these.
    expect(() => Reflect.apply(HiveModule.forRootAsync, HiveModule, [options])).toThrow(
      expect.objectContaining({
        kind: "config",
        message: `HiveModule.forRootAsync: ${problem}; pass exactly one of useFactory, useClass, useExisting.`,
      }),
    );
  });

  it.each([
    ["useClass", { useClass: {} }],
    ["useFactory", { useFactory: { apiKey: "k" } }],
    ["isGlobal", { useFactory: () => ({ apiKey: "k" }), isGlobal: 1 }],
    ["name", { useFactory: () => ({ apiKey: "k" }), name: 5 }],
    ["inject", { useFactory: () => ({ apiKey: "k" }), inject: Settings }],
    ["imports", { useFactory: () => ({ apiKey: "k" }), imports: SettingsModule }],
    ["providers", { useFactory: () => ({ apiKey: "k" }), providers: [] }],
  ])("rejects an invalid or unknown option in the call: %s", (option, options) => {
    expect(() => Reflect.apply(HiveModule.forRootAsync, HiveModule, [options])).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });

  it("fails at boot if the factory returns no options", async () => {
    const module = Reflect.apply(HiveModule.forRootAsync, HiveModule, [{ useFactory: () => null }]);
    await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toThrow(
      "HiveModule.forRootAsync: options must be a plain object with client options, such as apiKey.",
    );
  });

  it("accepts a source if another one is undefined", async () => {
    const beside = { useFactory: undefined, useClass: Options };
    const module = Reflect.apply(HiveModule.forRootAsync, HiveModule, [beside]);
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    expect(app.get(HiveService)).toBeInstanceOf(HiveService);
  });
});
