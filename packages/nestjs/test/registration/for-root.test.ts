import { HiveModule, HiveService } from "@hivekit/nestjs";
import { HiveClient } from "@hivekit/core";
import { Inject, Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keysSent, labelingEmulator, media, optionsOn } from "../support/keys-sent.ts";

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

/** Boots an app and returns its error as a string. */
async function bootError(
  ...imports: Parameters<typeof Test.createTestingModule>[0]["imports"] & object
): Promise<string> {
  const error: unknown = await Test.createTestingModule({ imports })
    .compile()
    .then(
      () => "no error",
      (reason: unknown) => reason,
    );
  return String(error);
}

describe("HiveModule.forRoot", () => {
  it("creates a service that submits with the key", async () => {
    const emulator = labelingEmulator("k");
    const app = await Test.createTestingModule({
      imports: [HiveModule.forRoot(optionsOn(emulator, "k"))],
    }).compile();
    const task = await app.get(HiveService).classify({ media });
    expect(task.labels).toEqual(["yes"]);
    expect(keysSent(emulator)).toEqual(["k"]);
    expect(app.get(HiveService).client).toBeInstanceOf(HiveClient);
  });

  it("is visible only to modules that import it, unless it is global", async () => {
    const closed = Test.createTestingModule({
      imports: [HiveModule.forRoot({ apiKey: "k" }), FeatureModule],
    });
    await expect(closed.compile()).rejects.toThrow(/HiveService/);
    const open = await Test.createTestingModule({
      imports: [HiveModule.forRoot({ apiKey: "k", isGlobal: true }), FeatureModule],
    }).compile();
    expect(open.get(Consumer, { strict: false }).hive).toBe(open.get(HiveService));
  });

  it("uses HIVE_API_KEY", async () => {
    vi.stubEnv("HIVE_API_KEY", "from-environment");
    const emulator = labelingEmulator("from-environment");
    const module = HiveModule.forRoot({ fetch: emulator.fetch, logger: false });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await app.get(HiveService).classify({ media });
    expect(keysSent(emulator)).toEqual(["from-environment"]);
  });

  it("fails at boot without a key", async () => {
    vi.stubEnv("HIVE_API_KEY", undefined);
    expect(await bootError(HiveModule.forRoot())).toBe(
      "HiveConfigError: The API key is missing; pass apiKey, or set HIVE_API_KEY.",
    );
  });

  it.each([
    [{ timeoutMs: -1 }, "HiveConfigError: timeoutMs must be a whole number from 1 to 2147483647, got -1."],
    [{ baseUrl: "ftp://a.example" }, /^HiveConfigError: .*baseUrl/],
    [
      { shutdownGraceMs: 1.5 },
      "HiveConfigError: HiveModule.forRoot: shutdownGraceMs must be a whole number from 0 to 2147483647, got 1.5.",
    ],
  ])("fails at boot with the name of an invalid option: %o", async (options, message) => {
    expect(await bootError(HiveModule.forRoot({ apiKey: "k", ...options }))).toMatch(message);
  });

  it.each([null, "k", [], new Map([["apiKey", "k"]]), new Date()])(
    "rejects options that are not a plain object: %j",
    (options) => {
      expect(() => Reflect.apply(HiveModule.forRoot, HiveModule, [options])).toThrow(
        expect.objectContaining({
          kind: "config",
          message: "HiveModule.forRoot: options must be a plain object.",
        }),
      );
    },
  );

  it("rejects an invalid isGlobal in the call of forRoot", () => {
    expect(() => Reflect.apply(HiveModule.forRoot, HiveModule, [{ isGlobal: "yes" }])).toThrow(
      "HiveModule.forRoot: isGlobal must be a boolean, got a string.",
    );
  });

  it("fails at boot with the name of an unknown option", async () => {
    const misspelled = { apiKey: "k", timeoutMS: 1 };
    expect(await bootError(HiveModule.forRoot(misspelled))).toMatch(/^HiveConfigError: .*timeoutMS/);
  });
});
