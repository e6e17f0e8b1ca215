import { HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveOptionsFactory, HiveProjectOptions } from "@hivekit/nestjs";
import { Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it, vi } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

describe("HiveModule.forRootAsync({ useExisting })", () => {
  it("asks the provider that exists, once, and makes no other one of its class", async () => {
    const emulator = labelingEmulator("from-existing");
    const made = vi.fn<() => void>();
    const asked = vi.fn<() => void>();

    @Injectable()
    class Settings implements HiveOptionsFactory {
      constructor() {
        made();
      }

      createHiveOptions(): HiveProjectOptions {
        asked();
        return optionsOn(emulator, "from-existing");
      }
    }

    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}

    const module = HiveModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keysSent(emulator)).toEqual(["from-existing"]);
    expect(made).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
