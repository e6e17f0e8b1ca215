import { HiveClient, HiveConfigError } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { Module } from "@nestjs/common";
import type { DynamicModule, Provider } from "@nestjs/common";
import type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveRegistration,
} from "./hive-module-options.ts";
import { getHiveToken } from "./hive-token.ts";
import { HiveService } from "./hive.service.ts";

/** The token of a registration's client options, for the module's own use. */
const OPTIONS = Symbol("hivekit.options");

/**
 * Registers a Hive project with a Nest app. Import it once per project; give each but one a `name`.
 *
 * Options are checked when the app boots: a wrong one, or a missing key, is a `HiveConfigError` then.
 *
 * @example
 * ```ts
 * import { HiveModule, HiveService } from "@hivekit/nestjs";
 * import { Controller, Get, Inject, Module, Query } from "@nestjs/common";
 *
 * @Controller()
 * class PicturesController {
 *   constructor(@Inject(HiveService) private readonly hive: HiveService) {}
 *
 *   @Get("labels")
 *   async labels(@Query("url") url: string) {
 *     const { results } = await this.hive.classify({ url });
 *     return results.flatMap((result) => result.frames.map((frame) => frame.classes));
 *   }
 * }
 *
 * @Module({ imports: [HiveModule.forRoot({ apiKey: "demo-colors" })], controllers: [PicturesController] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class HiveModule {
  /** Registers a project with options that are known already. */
  static forRoot(options: HiveModuleOptions = {}): DynamicModule {
    const { name, isGlobal, ...clientOptions } = options;
    return define({ name, isGlobal }, [{ provide: OPTIONS, useValue: clientOptions }]);
  }

  /** Registers a project whose options come from elsewhere: a factory, a class, or a provider that exists. */
  static forRootAsync(options: HiveModuleAsyncOptions): DynamicModule {
    return { ...define(options, optionsProviders(options)), imports: options.imports ?? [] };
  }
}

function define(registration: HiveRegistration, providers: Provider[]): DynamicModule {
  const { name, isGlobal } = registration;
  const token = getHiveToken(name);
  const service: Provider = {
    provide: token,
    useFactory: (options: HiveClientOptions) => new HiveService(createClient(options, name)),
    inject: [OPTIONS],
  };
  return {
    module: HiveModule,
    global: isGlobal ?? false,
    providers: [...providers, service],
    exports: [token],
  };
}

function createClient(options: HiveClientOptions, name: string | undefined): HiveClient {
  if (name !== undefined && options.apiKey === undefined) {
    // A named project that silently took the key of another would send its submissions there.
    throw new HiveConfigError(
      `The Hive project "${name}" has no apiKey; HIVE_API_KEY serves only the project without a name.`,
      { option: "apiKey" },
    );
  }
  return new HiveClient(options);
}

function optionsProviders(options: HiveModuleAsyncOptions): Provider[] {
  const create = async (factory: HiveOptionsFactory): Promise<HiveClientOptions> =>
    factory.createHiveOptions();
  if ("useFactory" in options) {
    return [{ provide: OPTIONS, useFactory: options.useFactory, inject: [...(options.inject ?? [])] }];
  }
  if ("useExisting" in options) {
    return [{ provide: OPTIONS, useFactory: create, inject: [options.useExisting] }];
  }
  return [
    { provide: options.useClass, useClass: options.useClass },
    { provide: OPTIONS, useFactory: create, inject: [options.useClass] },
  ];
}
