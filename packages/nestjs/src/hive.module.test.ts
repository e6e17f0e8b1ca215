import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { Inject, Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { HiveOptionsFactory } from "./hive-module-options.ts";
import { getHiveToken, InjectHive } from "./hive-token.ts";
import { HiveModule } from "./hive.module.ts";
import { HiveService } from "./hive.service.ts";

const media = new Uint8Array([1, 2, 3]);

/** Client options whose requests go nowhere; remembers the keys that were sent. */
function optionsFor(apiKey: string, keys: (string | null)[] = []): HiveClientOptions {
  return {
    apiKey,
    fetch: async (input, init) => {
      keys.push(new Request(input, init).headers.get("authorization"));
      return Response.json({ id: "demo_t", status: ["yes"] });
    },
  };
}

@Injectable()
class Settings implements HiveOptionsFactory {
  createHiveOptions(): HiveClientOptions {
    return optionsFor("from-settings");
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class Consumer {
  readonly hive: HiveService;

  constructor(@Inject(HiveService) hive: HiveService) {
    this.hive = hive;
  }
}

@Module({ providers: [Consumer], exports: [Consumer] })
class FeatureModule {}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("HiveModule", () => {
  it("registers with known options", async () => {
    const keys: (string | null)[] = [];
    const app = await Test.createTestingModule({
      imports: [HiveModule.forRoot(optionsFor("k", keys))],
    }).compile();
    const task = await app.get(HiveService).classify({ media });
    expect(task.labels).toEqual(["yes"]);
    expect(keys).toEqual(["Token k"]);
    expect(app.get(HiveService).client).toBeInstanceOf(HiveClient);
  });

  it.each([
    [
      "a factory with injected settings",
      HiveModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: async (settings: Settings) => settings.createHiveOptions(),
      }),
    ],
    ["a class", HiveModule.forRootAsync({ useClass: Settings })],
    ["an existing provider", HiveModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings })],
  ])("registers by %s", async (_name, module) => {
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await expect(app.get(HiveService).classify({ media })).resolves.toMatchObject({ kind: "labeling" });
  });

  it("asks the provider that exists, and makes no other one of its class", async () => {
    const keys: (string | null)[] = [];
    const existing: HiveOptionsFactory = { createHiveOptions: () => optionsFor("from-existing", keys) };
    @Module({ providers: [{ provide: Settings, useValue: existing }], exports: [Settings] })
    class ExistingModule {}
    const module = HiveModule.forRootAsync({ imports: [ExistingModule], useExisting: Settings });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keys).toEqual(["Token from-existing"]);
  });

  it("is seen by other modules only where it is imported, unless it is global", async () => {
    const closed = Test.createTestingModule({
      imports: [HiveModule.forRoot(optionsFor("k")), FeatureModule],
    });
    await expect(closed.compile()).rejects.toThrow(/HiveService/);
    for (const module of [
      HiveModule.forRoot({ ...optionsFor("k"), isGlobal: true }),
      HiveModule.forRootAsync({ isGlobal: true, useClass: Settings }),
    ]) {
      const app = await Test.createTestingModule({ imports: [module, FeatureModule] }).compile();
      expect(app.get(Consumer, { strict: false }).hive).toBe(app.get(HiveService));
    }
  });

  it("keeps several named projects apart, each with its own key", async () => {
    @Injectable()
    class Desk {
      readonly services: readonly HiveService[];

      constructor(
        @InjectHive() plain: HiveService,
        @InjectHive("text") text: HiveService,
        @InjectHive("boxes") boxes: HiveService,
      ) {
        this.services = [plain, text, boxes];
      }
    }
    const keys: (string | null)[] = [];
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot(optionsFor("plain", keys)),
        HiveModule.forRoot({ name: "text", ...optionsFor("text", keys) }),
        HiveModule.forRootAsync({ name: "boxes", useFactory: () => optionsFor("boxes", keys) }),
      ],
      providers: [Desk],
    }).compile();
    for (const service of app.get(Desk).services) {
      await service.classify({ media });
    }
    expect(keys).toEqual(["Token plain", "Token text", "Token boxes"]);
    expect(app.get(getHiveToken("text"))).toBe(app.get(Desk).services[1]);
  });

  it("takes HIVE_API_KEY for the project without a name only", async () => {
    vi.stubEnv("HIVE_API_KEY", "from-environment");
    const keys: (string | null)[] = [];
    const { apiKey: _unused, ...options } = optionsFor("", keys);
    const app = await Test.createTestingModule({ imports: [HiveModule.forRoot(options)] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keys).toEqual(["Token from-environment"]);
    const named = Test.createTestingModule({ imports: [HiveModule.forRoot({ name: "text", ...options })] });
    await expect(named.compile()).rejects.toMatchObject({ kind: "config", option: "apiKey" });
  });

  it("fails the boot with the name of a wrong option, and without a key", async () => {
    vi.stubEnv("HIVE_API_KEY", undefined);
    const wrong = Test.createTestingModule({ imports: [HiveModule.forRoot({ apiKey: "k", timeoutMs: -1 })] });
    await expect(wrong.compile()).rejects.toMatchObject({ kind: "config", option: "timeoutMs" });
    const keyless = Test.createTestingModule({
      imports: [HiveModule.forRootAsync({ useFactory: () => ({}) })],
    });
    await expect(keyless.compile()).rejects.toMatchObject({ kind: "config", option: "apiKey" });
  });
});
