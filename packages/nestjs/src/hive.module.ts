import { Inject, Module, Optional, RequestMethod } from "@nestjs/common";
import type { DynamicModule, MiddlewareConsumer, NestModule, OnModuleInit, Provider } from "@nestjs/common";
import {
  ApplicationConfig,
  DiscoveryModule,
  DiscoveryService,
  HttpAdapterHost,
  MetadataScanner,
  ModuleRef,
} from "@nestjs/core";
import { callsOf } from "./calls-of.ts";
import { CallbackEndpoint } from "./callbacks/callback-endpoint.ts";
import { checkOptionsSource, checkRegistration } from "./check-project-options.ts";
import { createHiveService, loggerOf } from "./create-hive-service.ts";
import type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveProjectOptions,
  HiveRegistration,
} from "./hive-module-options.ts";
import { getHiveToken } from "./hive-token.ts";
import type { HiveService } from "./hive.service.ts";

/** The tokens of a registration's own parts, for its own use. */
const OPTIONS = Symbol("hivekit.options");
const ENDPOINT = Symbol("hivekit.callback-endpoint");

/**
 * Registers a Hive project with a Nest app. Import it once per project, with `isGlobal` where several modules inject the service; give each but
 * one a `name`.
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
export class HiveModule implements NestModule, OnModuleInit {
  readonly #endpoint: CallbackEndpoint | null;
  readonly #adapterHost: HttpAdapterHost;

  /** Nest makes it. */
  constructor(
    @Optional() @Inject(ENDPOINT) endpoint: CallbackEndpoint | null | undefined,
    @Inject(HttpAdapterHost) adapterHost: HttpAdapterHost,
  ) {
    // Imported without forRoot there is none.
    this.#endpoint = endpoint ?? null;
    this.#adapterHost = adapterHost;
    endpoint?.guardBody(adapterHost, "construction");
  }

  /** Registers a project with options that are known already. */
  static forRoot(options: HiveModuleOptions = {}): DynamicModule {
    const { name, isGlobal, ...projectOptions } = options;
    return define({ name, isGlobal }, [{ provide: OPTIONS, useValue: projectOptions }]);
  }

  /**
   * Registers a project whose options come from elsewhere: a factory, a class, or a provider that exists.
   *
   * @throws HiveConfigError unless it is exactly one of them.
   */
  static forRootAsync(options: HiveModuleAsyncOptions): DynamicModule {
    const module = define(options, optionsProviders(options));
    return { ...module, imports: [...(module.imports ?? []), ...(options.imports ?? [])] };
  }

  /** Nest calls it when the app is initialized. */
  configure(consumer: MiddlewareConsumer): void {
    if (this.#endpoint === null) return;
    this.#endpoint.guardBody(this.#adapterHost, "initialization");
    const { path, handle } = this.#endpoint;
    consumer.apply(handle).forRoutes({ path, method: RequestMethod.POST });
  }

  /** Nest calls it when all providers are there. */
  onModuleInit(): void {
    this.#endpoint?.open();
  }
}

function define(registration: HiveRegistration, providers: Provider[]): DynamicModule {
  checkRegistration(registration);
  const { name, isGlobal } = registration;
  const token = getHiveToken(name);
  const service: Provider = {
    provide: token,
    useFactory: (options: HiveProjectOptions, config: ApplicationConfig, moduleRef: ModuleRef) =>
      createHiveService(options, { name, config, registration: moduleRef }),
    inject: [OPTIONS, ApplicationConfig, ModuleRef],
  };
  const endpoint: Provider = {
    provide: ENDPOINT,
    useFactory: (
      { callbacks, logger }: HiveProjectOptions,
      hive: HiveService,
      ...[discovery, scanner, config]: [DiscoveryService, MetadataScanner, ApplicationConfig]
    ) => {
      if (callbacks === undefined) return null;
      const parts = { service: hive, calls: callsOf(hive), discovery, scanner, config };
      return new CallbackEndpoint({ ...parts, name, options: callbacks, logger: loggerOf({ logger }, name) });
    },
    inject: [OPTIONS, token, DiscoveryService, MetadataScanner, ApplicationConfig],
  };
  return {
    module: HiveModule,
    global: isGlobal ?? false,
    imports: [DiscoveryModule],
    providers: [...providers, service, endpoint],
    exports: [token],
  };
}

function optionsProviders(options: HiveModuleAsyncOptions): Provider[] {
  const way = checkOptionsSource(options);
  const create = async (factory: HiveOptionsFactory): Promise<HiveProjectOptions> =>
    factory.createHiveOptions();
  if (way === "useFactory" && "useFactory" in options) {
    return [{ provide: OPTIONS, useFactory: options.useFactory, inject: [...(options.inject ?? [])] }];
  }
  if (way === "useExisting" && "useExisting" in options) {
    return [{ provide: OPTIONS, useFactory: create, inject: [options.useExisting] }];
  }
  if (!("useClass" in options)) return [];
  return [
    { provide: options.useClass, useClass: options.useClass },
    { provide: OPTIONS, useFactory: create, inject: [options.useClass] },
  ];
}
