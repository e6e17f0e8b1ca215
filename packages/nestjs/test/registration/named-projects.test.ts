import { getHiveToken, HiveModule, HiveService, InjectHive } from "@hivekit/nestjs";
import { Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

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

describe("several Hive projects in one app", () => {
  it("each use their own key", async () => {
    const emulator = labelingEmulator("plain", "second", "third");
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot(optionsOn(emulator, "plain")),
        HiveModule.forRoot({ name: "text", ...optionsOn(emulator, "second") }),
        HiveModule.forRootAsync({ name: "boxes", useFactory: () => optionsOn(emulator, "third") }),
      ],
      providers: [Desk],
    }).compile();
    for (const service of app.get(Desk).services) await service.classify({ media });
    expect(keysSent(emulator)).toEqual(["plain", "second", "third"]);
    expect(app.get(getHiveToken("text"))).toBe(app.get(Desk).services[1]);
  });

  it("can use different generations of the API", async () => {
    const emulator = labelingEmulator();
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot({ name: "first", api: "v1", ...optionsOn(emulator, "demo-visual") }),
        HiveModule.forRoot({ name: "second", api: "v2", ...optionsOn(emulator, "demo-text") }),
      ],
    }).compile();
    const text = app.get<HiveService>(getHiveToken("second"));
    await text.classify({ text: "hello" });
    await expect(
      app.get<HiveService>(getHiveToken("first")).classify({ text: "hello" }),
    ).rejects.toMatchObject({
      kind: "input",
    });
    emulator.verify.one({ route: "POST /api/v2/task/sync", projectKey: "demo-text" });
  });

  it("do not share HIVE_API_KEY: it applies to the unnamed project only", async () => {
    vi.stubEnv("HIVE_API_KEY", "from-environment");
    const named = Test.createTestingModule({ imports: [HiveModule.forRoot({ name: "text" })] });
    await expect(named.compile()).rejects.toMatchObject({
      kind: "config",
      option: "apiKey",
      message:
        'Hive project "text": The API key is missing; pass apiKey. HIVE_API_KEY applies only to the unnamed project.',
    });
  });

  it("are named in errors", async () => {
    const wrong = HiveModule.forRoot({ name: "text", apiKey: "k", timeoutMs: 0 });
    await expect(Test.createTestingModule({ imports: [wrong] }).compile()).rejects.toMatchObject({
      option: "timeoutMs",
      message: expect.stringMatching(/^Hive project "text": timeoutMs must be/),
    });
  });

  it.each([undefined, "text"])("cannot have the same name in an app: %s", async (name) => {
    const emulator = labelingEmulator("one", "two");
    const registered = (key: string) => ({
      ...optionsOn(emulator, key),
      ...(name === undefined ? {} : { name }),
    });
    @Module({ imports: [HiveModule.forRoot(registered("one"))] })
    class PicturesModule {}
    @Module({ imports: [HiveModule.forRoot(registered("two"))] })
    class HealthModule {}
    const app = Test.createTestingModule({ imports: [PicturesModule, HealthModule] });
    await expect(app.compile()).rejects.toMatchObject({
      kind: "config",
      option: "name",
      message: `The ${name === undefined ? "unnamed Hive project" : 'Hive project "text"'} is registered twice in this app. Register it once, with isGlobal: true, or give one of them a different name.`,
    });
  });

  it("can be imported by several modules, and by several apps in a process, if they are registered once", async () => {
    const shared = HiveModule.forRoot(optionsOn(labelingEmulator("one"), "one"));
    @Module({ imports: [shared] })
    class PicturesModule {}
    @Module({ imports: [shared] })
    class HealthModule {}
    const parts = { imports: [PicturesModule, HealthModule] };
    const apps = [
      await Test.createTestingModule(parts).compile(),
      await Test.createTestingModule(parts).compile(),
    ];
    expect(new Set(apps.map((app) => app.get(HiveService, { strict: false }))).size).toBe(2);
    for (const app of apps) await app.close();
  });

  it("need non-empty names, and each have their own token", () => {
    expect(() => HiveModule.forRoot({ name: "" })).toThrow(
      "HiveModule.forRoot: name must be a non-empty string, got an empty string.",
    );
    expect(getHiveToken()).toBe(HiveService);
    expect(getHiveToken("text")).toBe("HiveService:text");
  });
});
