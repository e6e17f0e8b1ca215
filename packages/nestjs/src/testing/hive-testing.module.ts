import { HiveClient } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, EmulatorOptions } from "@hivekit/emulator";
import { Inject, Module } from "@nestjs/common";
import type { DynamicModule, OnApplicationShutdown, Provider } from "@nestjs/common";
import type { HiveModuleOptions } from "../hive-module-options.ts";
import { HiveModule } from "../hive.module.ts";
import { HiveService } from "../hive.service.ts";
import { getEmulatorToken } from "./emulator-token.ts";

/** What a project of tests is like: as in `HiveModule.forRoot`, but for where its requests go. */
export type HiveTestingOptions = Omit<HiveModuleOptions, "fetch" | "baseUrl"> & {
  /**
   * The emulator, or how to make one; several projects may share one.
   * @defaultValue a new one, which is closed with the app
   */
  readonly emulator?: Emulator | EmulatorOptions | undefined;
};

/** The key of the emulator's project that knows the classes of visual moderation. */
const DEFAULT_KEY = "demo-visual";
/** The emulator that the module made, and closes; `null` if it was given. */
const OWN_EMULATOR = Symbol("hivekit.own-emulator");

/**
 * Registers a Hive project that talks to the emulator in this process: no key, no network, no charge. It never reads `HIVE_API_KEY`.
 *
 * @example
 * ```ts
 * import { HiveService } from "@hivekit/nestjs";
 * import { getEmulatorToken, HiveTestingModule } from "@hivekit/nestjs/testing";
 * import type { Emulator } from "@hivekit/emulator";
 * import { Test } from "@nestjs/testing";
 *
 * const app = await Test.createTestingModule({ imports: [HiveTestingModule.forRoot({ apiKey: "demo-text", api: "v2" })] }).compile();
 * await app.get(HiveService).classify({ text: "hive-test-hate" });
 * app.get<Emulator>(getEmulatorToken()).verify.one({ projectKey: "demo-text", hasText: true });
 * await app.close();
 * ```
 */
@Module({})
export class HiveTestingModule implements OnApplicationShutdown {
  readonly #own: Emulator | null;

  /** Nest makes it. */
  constructor(@Inject(OWN_EMULATOR) own: Emulator | null) {
    this.#own = own;
  }

  /** Registers a project; see {@link HiveTestingOptions}. */
  static forRoot(options: HiveTestingOptions = {}): DynamicModule {
    const { emulator: given, apiKey = DEFAULT_KEY, ...rest } = options;
    const isOwn = !isEmulator(given);
    const emulator = isOwn ? createEmulator(given) : given;
    const token = getEmulatorToken(options.name);
    const providers: Provider[] = [
      { provide: token, useValue: emulator },
      { provide: OWN_EMULATOR, useValue: isOwn ? emulator : null },
    ];
    const hive = HiveModule.forRoot({ ...rest, apiKey, fetch: emulator.fetch });
    return {
      module: HiveTestingModule,
      global: options.isGlobal ?? false,
      imports: [hive],
      providers,
      exports: [hive, token],
    };
  }

  /**
   * Makes a service on an emulator, to be put in the place of an app's own: `overrideProvider(getHiveToken()).useValue(…)`.
   *
   * @param options - `emulator`: where its requests go; the rest as for the client, `apiKey` is `demo-visual` unless given.
   */
  static serviceOn(
    options: Omit<HiveTestingOptions, "name" | "isGlobal" | "callbacks" | "logger"> & {
      readonly emulator: Emulator;
    },
  ): HiveService {
    const { emulator, apiKey = DEFAULT_KEY, shutdownGraceMs, ...rest } = options;
    const client = new HiveClient({ ...rest, apiKey, fetch: emulator.fetch });
    return new HiveService(client, { shutdownGraceMs });
  }

  /** Nest calls it when the app closes. */
  async onApplicationShutdown(): Promise<void> {
    await this.#own?.close();
  }
}

function isEmulator(value: Emulator | EmulatorOptions | undefined): value is Emulator {
  return value !== undefined && "journal" in value;
}
