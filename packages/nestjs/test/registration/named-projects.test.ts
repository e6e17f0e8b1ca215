import { getHiveToken, HiveModule, HiveService, InjectHive } from "@hivekit/nestjs";
import { Injectable } from "@nestjs/common";
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
  it("reach Hive with the right key each", async () => {
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

  it("may speak different generations of the API", async () => {
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

  it("do not share HIVE_API_KEY: it serves the one without a name only", async () => {
    vi.stubEnv("HIVE_API_KEY", "from-environment");
    const named = Test.createTestingModule({ imports: [HiveModule.forRoot({ name: "text" })] });
    await expect(named.compile()).rejects.toMatchObject({
      kind: "config",
      option: "apiKey",
      message:
        'Hive project "text": There is no key: give apiKey; HIVE_API_KEY serves only the project without a name.',
    });
  });

  it("say in an error which of them is meant", async () => {
    const wrong = HiveModule.forRoot({ name: "text", apiKey: "k", timeoutMs: 0 });
    await expect(Test.createTestingModule({ imports: [wrong] }).compile()).rejects.toMatchObject({
      option: "timeoutMs",
      message: expect.stringMatching(/^Hive project "text": The client option timeoutMs/),
    });
  });

  it("need names that are none of each other's tokens", () => {
    expect(() => HiveModule.forRoot({ name: "" })).toThrow(/name is no text, or empty/);
    expect(getHiveToken()).toBe(HiveService);
    expect(getHiveToken("text")).toBe("HiveService:text");
  });
});
