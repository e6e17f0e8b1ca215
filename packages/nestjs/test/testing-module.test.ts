import type { Task } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import { getHiveToken, HiveModule, HiveService } from "@hivekit/nestjs";
import { OnHiveTask } from "@hivekit/nestjs/callbacks";
import { getEmulatorToken, HiveTestingModule, InjectEmulator } from "@hivekit/nestjs/testing";
import { Inject, Injectable, Module } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callbackBody, openCallbackApp, post, SECRET } from "./support/callback-app.ts";
import { deferred } from "./support/deferred.ts";
import { media } from "./support/keys-sent.ts";
import { openApp } from "./support/open-app.ts";

@Injectable()
class Uploads {
  readonly hive: HiveService;

  constructor(@Inject(HiveService) hive: HiveService) {
    this.hive = hive;
  }
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("HiveTestingModule", () => {
  it("connects the service to the emulator and exposes the emulator's journal to the test", async () => {
    const app = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2" })],
      providers: [Uploads],
    }).compile();
    await app.get(Uploads).hive.classify({ text: "hive-test-hate" });
    const emulator = app.get<Emulator>(getEmulatorToken());
    expect(emulator.verify.one({ hasText: true }).projectKey).toBe("demo-text");
    await app.close();
  });

  it("never reads HIVE_API_KEY", async () => {
    vi.stubEnv("HIVE_API_KEY", "a-real-key");
    const emulator = createEmulator();
    const app = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ emulator })],
    }).compile();
    await app
      .get(HiveService)
      .classify({ media })
      .catch(() => {});
    expect(emulator.verify.one().projectKey).toBe("demo-visual");
  });

  it("accepts emulator options, or an emulator that several projects share", async () => {
    const emulator = createEmulator({ labels: ["shared"] });
    const app = await Test.createTestingModule({
      imports: [
        HiveTestingModule.forRoot({ apiKey: "demo-labeling", emulator: { labels: ["own"] } }),
        HiveTestingModule.forRoot({ name: "one", apiKey: "demo-labeling", emulator }),
        HiveTestingModule.forRoot({ name: "two", apiKey: "demo-labeling", emulator }),
      ],
    }).compile();
    const labels = await Promise.all(
      [undefined, "one", "two"].map(
        async (name) => (await app.get<HiveService>(getHiveToken(name)).classify({ media })).labels,
      ),
    );
    expect(labels).toEqual([["own"], ["shared"], ["shared"]]);
    emulator.verify.count(2);
  });

  it("creates an emulator for each app that imports the module", async () => {
    @Module({ imports: [HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2" })] })
    class AppModule {}
    const emulators: Emulator[] = [];
    for (let time = 0; time < 2; time++) {
      const app = await Test.createTestingModule({ imports: [AppModule] }).compile();
      await app.get(HiveService).classify({ text: "hello" });
      const emulator = app.get<Emulator>(getEmulatorToken(), { strict: false });
      emulator.verify.one({ hasText: true });
      emulators.push(emulator);
      await app.close();
    }
    expect(new Set(emulators).size).toBe(2);
  });

  it("posts results to the app, according to the project's callbacks", async () => {
    const delivered: string[] = [];
    @Injectable()
    class Results {
      @OnHiveTask()
      take({ id }: Task): void {
        delivered.push(id);
      }
    }
    const callbacks = { publicUrl: (): string => app.url, secrets: [SECRET] };
    const hive = HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2", callbacks });
    const app = await openApp({ imports: [hive], providers: [Results] });
    await using _app = app;
    const { id } = await app.nest.get(HiveService).submit({ text: "hello" });
    await app.nest.get<Emulator>(getEmulatorToken(), { strict: false }).idle();
    expect(delivered).toEqual([id]);
  });

  it("allows tests to replace its emulator with another one", async () => {
    const emulator = createEmulator({ labels: ["other"] });
    const app = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ apiKey: "demo-labeling" })],
    })
      .overrideProvider(getEmulatorToken())
      .useValue(emulator)
      .compile();
    expect((await app.get(HiveService).classify({ media })).labels).toEqual(["other"]);
    await app.close();
  });

  it("can be global, and its emulator can be injected", async () => {
    @Injectable()
    class Prober {
      readonly emulator: Emulator;

      constructor(@InjectEmulator() emulator: Emulator) {
        this.emulator = emulator;
      }
    }
    @Module({ providers: [Uploads, Prober], exports: [Uploads, Prober] })
    class FeatureModule {}
    const app = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ isGlobal: true }), FeatureModule],
    }).compile();
    expect(app.get(Prober).emulator).toBe(app.get(getEmulatorToken()));
    expect(app.get(Uploads).hive).toBe(app.get(HiveService));
  });

  it("creates a service that replaces the app's own service, which then needs no key", async () => {
    vi.stubEnv("HIVE_API_KEY", undefined);
    const emulator = createEmulator({ labels: ["yes"] });
    const service = HiveTestingModule.serviceOn({ emulator, apiKey: "demo-labeling" });
    const app = await Test.createTestingModule({ imports: [HiveModule.forRoot()], providers: [Uploads] })
      .overrideProvider(getHiveToken())
      .useValue(service)
      .compile();
    await app.get(Uploads).hive.classify({ media });
    expect(emulator.verify.one().labels).toEqual(["yes"]);
  });

  it("creates a service whose shutdown also waits for callbacks", async () => {
    const service = HiveTestingModule.serviceOn({ emulator: createEmulator(), shutdownGraceMs: 60_000 });
    const app = await openCallbackApp({
      override: (builder) => builder.overrideProvider(getHiveToken()).useValue(service),
    });
    const [early, late] = [await app.address(), await app.address()];
    const begun = deferred<void>();
    const release = deferred<void>();
    app.results.before = () => {
      begun.resolve();
      return release.promise;
    };
    const first = post(early, callbackBody("early"));
    await begun.promise;
    expect(service.stats().inFlight).toBe(1);
    const closed = app.nest.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await post(late, callbackBody("late"))).toBe(503);
    release.resolve();
    expect(await first).toBe(200);
    await closed;
  });

  it("rejects options that are not a plain object, which would be ignored", () => {
    const options = new Map([["api", "v2"]]);
    for (const create of ["forRoot", "serviceOn"] as const) {
      // @ts-expect-error -- a Map is not an object of options
      expect(() => HiveTestingModule[create](options)).toThrow(
        `HiveTestingModule.${create}: options must be a plain object.`,
      );
    }
  });

  it("rejects an emulator that is not an object", () => {
    expect(() => Reflect.apply(HiveTestingModule.forRoot, HiveTestingModule, [{ emulator: "demo" }])).toThrow(
      expect.objectContaining({ kind: "config", option: "emulator" }),
    );
  });

  it("closes its own emulator with the app", async () => {
    const app = await Test.createTestingModule({
      imports: [HiveTestingModule.forRoot({ apiKey: "demo-labeling", shutdownGraceMs: 0 })],
    }).compile();
    await app.init();
    const pending = app.get(HiveService).classify({ media });
    const outcome = pending.catch((error: unknown) => error);
    await app.get<Emulator>(getEmulatorToken()).tasks.nextQueued();
    await app.close();
    expect(await outcome).toMatchObject({ kind: "closed" });
  });
});
