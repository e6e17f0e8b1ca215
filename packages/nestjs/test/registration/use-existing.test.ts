import { HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveOptionsFactory, HiveProjectOptions } from "@hivekit/nestjs";
import { Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it, vi } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

describe("HiveModule.forRootAsync({ useExisting })", () => {
  it("calls the existing provider once, without creating another instance of its class", async () => {
    const emulator = labelingEmulator("from-existing");
    const created = vi.fn<() => void>();
    const called = vi.fn<() => void>();

    @Injectable()
    class Settings implements HiveOptionsFactory {
      constructor() {
        created();
      }

      createHiveOptions(): HiveProjectOptions {
        called();
        return optionsOn(emulator, "from-existing");
      }
    }

    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}

    const module = HiveModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keysSent(emulator)).toEqual(["from-existing"]);
    expect(created).toHaveBeenCalledTimes(1);
    expect(called).toHaveBeenCalledTimes(1);
  });
});
