import { HiveModule, HiveService } from "@hivekit/nestjs";
import type { HiveOptionsFactory, HiveProjectOptions } from "@hivekit/nestjs";
import { Inject, Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { describe, expect, it } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

const emulator = labelingEmulator("from-class");

@Module({ providers: [{ provide: "KEY", useValue: "from-class" }], exports: ["KEY"] })
class KeysModule {}

@Injectable()
class HiveSettings implements HiveOptionsFactory {
  readonly #key: string;

  constructor(@Inject("KEY") key: string) {
    this.#key = key;
  }

  createHiveOptions(): HiveProjectOptions {
    return optionsOn(emulator, this.#key);
  }
}

describe("HiveModule.forRootAsync({ useClass })", () => {
  it("instantiates the class with its dependencies, and calls it", async () => {
    const module = HiveModule.forRootAsync({ imports: [KeysModule], useClass: HiveSettings });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keysSent(emulator)).toEqual(["from-class"]);
  });
});
