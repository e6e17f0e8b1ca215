import { HiveClient } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, EmulatorOptions } from "@hivekit/emulator";
import { Inject, Module } from "@nestjs/common";
import type { DynamicModule, OnApplicationShutdown } from "@nestjs/common";
import type { HiveModuleOptions } from "../hive-module-options.ts";
import { HiveModule } from "../hive.module.ts";
import { HiveService } from "../hive.service.ts";
import { getEmulatorToken } from "./emulator-token.ts";

/** What a project of tests is like: as in `HiveModule.forRoot`, but for where its requests go. */
export type HiveTestingOptions = Omit<HiveModuleOptions, "fetch" | "baseUrl"> & {
  /**
   * The emulator, or how to make one for each app; several projects may share one.
   * @defaultValue a new one for each app, which is closed with it
   */
  readonly emulator?: Emulator | EmulatorOptions | undefined;
};

/** The key of the emulator's project that knows the classes of visual moderation. */
const DEFAULT_KEY = "demo-visual";
/** The emulator that the module made, and closes; `null` if it was given. */
const OWN_EMULATOR = Symbol("hivekit.own-emulator");

/** Has a project's emulator, so that the project can be made with it. */
@Module({})
class EmulatorModule implements OnApplicationShutdown {
  readonly #own: Emulator | null;

  constructor(@Inject(OWN_EMULATOR) own: Emulator | null) {
    this.#own = own;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#own?.close();
  }
}

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
export class HiveTestingModule {
  /** Registers a project; see {@link HiveTestingOptions}. */
  static forRoot(options: HiveTestingOptions = {}): DynamicModule {
    const { emulator: given, apiKey = DEFAULT_KEY, name, isGlobal, ...rest } = options;
    const token = getEmulatorToken(name);
    // Made by each app that has the module: one that was made here would be closed with the first of them.
    const emulator: DynamicModule = {
      module: EmulatorModule,
      providers: [
        { provide: token, useFactory: () => (isEmulator(given) ? given : createEmulator(given)) },
        {
          provide: OWN_EMULATOR,
          useFactory: (made: Emulator) => (isEmulator(given) ? null : made),
          inject: [token],
        },
      ],
      exports: [token],
    };
    const hive = HiveModule.forRootAsync({
      name,
      isGlobal,
      imports: [emulator],
      inject: [token],
      useFactory: ({ fetch }: Emulator) => ({ ...rest, apiKey, fetch }),
    });
    return {
      module: HiveTestingModule,
      global: isGlobal ?? false,
      imports: [emulator, hive],
      exports: [emulator, hive],
    };
  }

  /**
   * Makes a service on an emulator, to be put in the place of an app's own: `overrideProvider(getHiveToken()).useValue(…)`. It signs no addresses: its
   * `submit` has the result posted only where `callbackUrl` says.
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
}

function isEmulator(value: Emulator | EmulatorOptions | undefined): value is Emulator {
  return value !== undefined && "journal" in value;
}
