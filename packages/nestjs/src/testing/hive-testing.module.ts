import { createEmulator } from "@hivekit/emulator";
import type { Emulator, EmulatorOptions } from "@hivekit/emulator";
import { Inject, Module } from "@nestjs/common";
import type { DynamicModule, OnApplicationShutdown } from "@nestjs/common";
import * as z from "zod/mini";
import { checkOptions, plainObject } from "../options/check-options.ts";
import { connectService } from "../module/create-hive-service.ts";
import type { HiveModuleOptions } from "../module/hive-module-options.ts";
import { HiveModule } from "../module/hive.module.ts";
import type { HiveService } from "../service/hive.service.ts";

/** The options of `HiveTestingModule.forRoot`: those of `HiveModule.forRoot` without `fetch` and `baseUrl`. */
export type HiveTestingOptions = Omit<HiveModuleOptions, "fetch" | "baseUrl"> & {
  /**
   * An emulator, which several projects may share, or the options of a new one.
   * @defaultValue a new emulator for each app, closed together with the app
   */
  readonly emulator?: Emulator | EmulatorOptions | undefined;
};

/** Checks {@link HiveTestingOptions}, except the options that `HiveModule` checks. The emulator checks its own. */
const testingOptionsSchema = z.pipe(
  plainObject(),
  z.looseObject({
    emulator: z.optional(z.looseObject({}, "must be an emulator or its options")),
    vlm: z.optional(plainObject()),
  }),
);

/** Checks the emulator of `serviceOn`. `HiveClient` checks the other options. */
const serviceOnSchema = z.pipe(
  plainObject(),
  z.looseObject({
    emulator: z.custom((value) => isEmulator(value), "must be an emulator"),
    vlm: z.optional(plainObject()),
  }),
);

/** The API key of the emulator's visual moderation project. */
const DEFAULT_KEY = "demo-visual";
/** The API key of the emulator's vision language model. */
const VLM_KEY = "demo-vlm";
/** The token of the emulator that the module created and closes; `null` if the emulator was given. */
const OWN_EMULATOR = Symbol("hivekit.own-emulator");

/**
 * Returns the injection token of the emulator that a project of `HiveTestingModule` uses.
 *
 * @param name - The `name` of the registration.
 */
export function getEmulatorToken(name?: string): string {
  return name === undefined ? "HiveEmulator" : `HiveEmulator:${name}`;
}

/** Injects the emulator that a project of `HiveTestingModule` uses. */
export function InjectEmulator(name?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getEmulatorToken(name));
}

/** Provides the emulator of a project, and closes it with the app. */
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
 * Registers a Hive project that uses an emulator in this process. It needs no API key and no network, and nothing is
 * charged. Never reads `HIVE_API_KEY`.
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
  /**
   * Registers a project; see {@link HiveTestingOptions}. `apiKey` defaults to `demo-visual`, and `vlm.apiKey` to
   * `demo-vlm`; with `api: "v3"` and an `apiKey`, to that key.
   */
  static forRoot(options: HiveTestingOptions = {}): DynamicModule {
    checkOptions("HiveTestingModule.forRoot", testingOptionsSchema, options);
    const { emulator: given, name, isGlobal, ...rest } = options;
    const token = getEmulatorToken(name);
    // Each app creates its own emulator: an emulator created here would be closed with the first app.
    const emulator: DynamicModule = {
      module: EmulatorModule,
      providers: [
        { provide: token, useFactory: () => (isEmulator(given) ? given : createEmulator(given)) },
        {
          provide: OWN_EMULATOR,
          useFactory: (created: Emulator) => (isEmulator(given) ? null : created),
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
      useFactory: ({ fetch }: Emulator) => ({ ...withKeys(rest), fetch }),
    });
    return {
      module: HiveTestingModule,
      global: isGlobal ?? false,
      imports: [emulator, hive],
      exports: [emulator, hive],
    };
  }

  /**
   * Creates a service that uses an emulator, as a replacement for the service of an app:
   * `overrideProvider(getHiveToken()).useValue(…)`. It does not sign callback URLs: the result of `submit` is posted
   * only if `callbackUrl` is given.
   *
   * @param options - `emulator` receives the requests. The rest are project options; the keys have the defaults of
   * `forRoot`.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  static serviceOn(
    options: Omit<HiveTestingOptions, "name" | "isGlobal" | "callbacks" | "logger"> & {
      readonly emulator: Emulator;
    },
  ): HiveService {
    checkOptions("HiveTestingModule.serviceOn", serviceOnSchema, options);
    const { emulator, ...rest } = withKeys(options);
    return connectService({ ...rest, fetch: emulator.fetch });
  }
}

/** Adds the emulator's keys for those that are absent. Any project can use the vision language model. */
function withKeys<Options extends Pick<HiveTestingOptions, "api" | "apiKey" | "vlm">>(options: Options) {
  const { api, apiKey, vlm } = options;
  const isShared = api === "v3" && apiKey !== undefined;
  return {
    ...options,
    apiKey: apiKey ?? DEFAULT_KEY,
    vlm: isShared ? vlm : { ...vlm, apiKey: vlm?.apiKey ?? VLM_KEY },
  };
}

function isEmulator(value: unknown): value is Emulator {
  return typeof value === "object" && value !== null && "journal" in value;
}
