import { HiveModule, HiveService } from "@hivekit/nestjs";
import { Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

@Injectable()
class Settings {
  readonly key = "from-settings";
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe("HiveModule.forRootAsync({ useFactory })", () => {
  it("asks the factory, with what it injects", async () => {
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

  it("fails the boot with what the factory fails with, and with the name of a wrong option", async () => {
    const failing = HiveModule.forRootAsync({ useFactory: () => Promise.reject(new Error("no settings")) });
    await expect(Test.createTestingModule({ imports: [failing] }).compile()).rejects.toThrow("no settings");
    const wrong = HiveModule.forRootAsync({ useFactory: () => ({ apiKey: "k", idleTimeoutMs: 0 }) });
    await expect(Test.createTestingModule({ imports: [wrong] }).compile()).rejects.toMatchObject({
      kind: "config",
      option: "idleTimeoutMs",
    });
  });
});
