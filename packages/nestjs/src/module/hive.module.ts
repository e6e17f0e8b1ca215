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
import { CallbackEndpoint } from "../callbacks/callback-endpoint.ts";
import { getCallRegistry } from "../service/call-registry.ts";
import { getHiveToken } from "../service/hive-token.ts";
import type { HiveService } from "../service/hive.service.ts";
import { reserveCallbackRoute } from "./app-registrations.ts";
import { checkOptionsSource, checkRegistration } from "./check-project-options.ts";
import { createHiveService, resolveLogger } from "./create-hive-service.ts";
import type {
  HiveModuleAsyncOptions,
  HiveModuleOptions,
  HiveOptionsFactory,
  HiveProjectOptions,
  HiveRegistration,
} from "./hive-module-options.ts";

/** The private tokens of a registration. */
const OPTIONS = Symbol("hivekit.options");
const ENDPOINT = Symbol("hivekit.callback-endpoint");

/**
 * Registers a Hive project with a Nest app. Import it once per project, with `isGlobal` if several modules inject the service. Of several
 * projects, all but one need a `name`.
 *
 * Options are checked when the app boots: an invalid option or a missing key is a `HiveConfigError`.
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

  /** Called by Nest. */
  constructor(
    @Optional() @Inject(ENDPOINT) endpoint: CallbackEndpoint | null | undefined,
    @Inject(HttpAdapterHost) adapterHost: HttpAdapterHost,
  ) {
    // A module that is imported without forRoot has no endpoint.
    this.#endpoint = endpoint ?? null;
    this.#adapterHost = adapterHost;
    endpoint?.guardBody(adapterHost, "construction");
  }

  /** Registers a project with the given options. */
  static forRoot(options: HiveModuleOptions = {}): DynamicModule {
    const { name, isGlobal, ...projectOptions } = options;
    return define({ name, isGlobal }, [{ provide: OPTIONS, useValue: projectOptions }]);
  }

  /**
   * Registers a project whose options come from a factory, a class, or an existing provider.
   *
   * @throws HiveConfigError unless exactly one of `useFactory`, `useClass` and `useExisting` is given.
   */
  static forRootAsync(options: HiveModuleAsyncOptions): DynamicModule {
    const module = define(options, optionsProviders(options));
    return { ...module, imports: [...(module.imports ?? []), ...(options.imports ?? [])] };
  }

  /** Called by Nest when the app is initialized. */
  configure(consumer: MiddlewareConsumer): void {
    if (this.#endpoint === null) return;
    this.#endpoint.guardBody(this.#adapterHost, "initialization");
    const { path, handle } = this.#endpoint;
    consumer.apply(handle).forRoutes({ path, method: RequestMethod.POST });
  }

  /** Called by Nest when all providers exist. */
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
      const created = new CallbackEndpoint({
        name,
        options: callbacks,
        service: hive,
        calls: getCallRegistry(hive),
        logger: resolveLogger({ logger }, name),
        discovery,
        scanner,
        config,
      });
      reserveCallbackRoute(config, { path: created.path, name });
      return created;
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
  const source = checkOptionsSource(options);
  const create = async (factory: HiveOptionsFactory): Promise<HiveProjectOptions> =>
    factory.createHiveOptions();
  if (source === "useFactory" && "useFactory" in options) {
    return [{ provide: OPTIONS, useFactory: options.useFactory, inject: [...(options.inject ?? [])] }];
  }
  if (source === "useExisting" && "useExisting" in options) {
    return [{ provide: OPTIONS, useFactory: create, inject: [options.useExisting] }];
  }
  if (!("useClass" in options)) return [];
  return [
    { provide: options.useClass, useClass: options.useClass },
    { provide: OPTIONS, useFactory: create, inject: [options.useClass] },
  ];
}
