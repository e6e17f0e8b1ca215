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
import { checkOptions } from "../options/check-options.ts";
import { reserveCallbackRoute } from "./app-registrations.ts";
import { createHiveService, resolveLogger } from "./create-hive-service.ts";
import { createOptionsProviders } from "./create-options-providers.ts";
import { requireSingleton } from "./require-singleton.ts";
import type { ScopedService } from "./require-singleton.ts";
import { asyncOptionsSchema, registrationSchema } from "./hive-module-options.ts";
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
const SERVICE = Symbol("hivekit.service");

/**
 * Registers a Hive project with a Nest app. Import it once per project, with `isGlobal` if several modules inject the
 * service. If there are several projects, all but one need a `name`.
 *
 * Options are checked when the app boots: an invalid option or a missing key throws a `HiveConfigError`.
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
  readonly #service: ScopedService | null;
  readonly #modules: ModuleRef;
  readonly #adapterHost: HttpAdapterHost;

  /** Called by Nest. */
  constructor(
    @Optional() @Inject(SERVICE) service: ScopedService | null | undefined,
    @Inject(ModuleRef) modules: ModuleRef,
    @Inject(HttpAdapterHost) adapterHost: HttpAdapterHost,
  ) {
    // A module that is imported without forRoot has no service.
    this.#service = service ?? null;
    this.#modules = modules;
    this.#adapterHost = adapterHost;
  }

  /**
   * Registers a project with the given options.
   *
   * @throws HiveConfigError if `name` or `isGlobal` is invalid. All other options are checked when the app boots.
   */
  static forRoot(options: HiveModuleOptions = {}): DynamicModule {
    checkOptions("HiveModule.forRoot", registrationSchema, options);
    const { name, isGlobal, ...projectOptions } = options;
    const provider = { provide: OPTIONS, useValue: projectOptions };
    return define({ name, isGlobal }, { owner: "HiveModule.forRoot", providers: [provider] });
  }

  /**
   * Registers a project whose options come from a factory, a class, or an existing provider. They are created once,
   * when the app boots, so they cannot depend on the request.
   *
   * @throws HiveConfigError unless exactly one of `useFactory`, `useClass` and `useExisting` is given, or if an option
   * is invalid or unknown.
   */
  static forRootAsync(options: HiveModuleAsyncOptions): DynamicModule {
    checkOptions("HiveModule.forRootAsync", asyncOptionsSchema, options);
    const providers = createOptionsProviders<HiveProjectOptions, HiveOptionsFactory>(options, {
      token: OPTIONS,
      create: async (factory) => factory.createHiveOptions(),
    });
    const module = define(options, { owner: "HiveModule.forRootAsync", providers });
    return { ...module, imports: [...(module.imports ?? []), ...(options.imports ?? [])] };
  }

  /**
   * Called by Nest when the app is initialized.
   *
   * @throws HiveConfigError if the options depend on the request.
   */
  configure(consumer: MiddlewareConsumer): void {
    const endpoint = this.#getEndpoint();
    if (endpoint === null) return;
    endpoint.guardBody(this.#adapterHost, "initialization");
    consumer.apply(endpoint.handle).forRoutes({ path: endpoint.path, method: RequestMethod.POST });
  }

  /**
   * Called by Nest when all providers exist.
   *
   * @throws HiveConfigError if the options depend on the request.
   */
  onModuleInit(): void {
    this.#getEndpoint()?.open();
  }

  /** Does not inject the endpoint: with request-scoped options, Nest would never construct the module. */
  #getEndpoint(): CallbackEndpoint | null {
    if (this.#service === null) return null;
    requireSingleton(this.#modules, this.#service);
    return this.#modules.get<CallbackEndpoint | null>(ENDPOINT);
  }
}

/**
 * Defines the module of a registration.
 *
 * @param source - `owner`: the method that received the options, for error messages; `providers`: the providers of the
 * options.
 */
function define(
  { name, isGlobal }: HiveRegistration,
  { owner, providers }: { readonly owner: string; readonly providers: readonly Provider[] },
): DynamicModule {
  const token = getHiveToken(name);
  const scoped: ScopedService = { owner, name, token };
  const service: Provider = {
    provide: token,
    useFactory: (options: HiveProjectOptions, config: ApplicationConfig, moduleRef: ModuleRef) => {
      requireSingleton(moduleRef, scoped);
      return createHiveService(options, { owner, name, config });
    },
    inject: [OPTIONS, ApplicationConfig, ModuleRef],
  };
  const endpoint: Provider = {
    provide: ENDPOINT,
    useFactory: (
      { callbacks, logger }: HiveProjectOptions,
      hive: HiveService,
      ...[discovery, scanner, config, adapterHost]: [
        DiscoveryService,
        MetadataScanner,
        ApplicationConfig,
        HttpAdapterHost,
      ]
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
      created.guardBody(adapterHost, "construction");
      return created;
    },
    inject: [OPTIONS, token, DiscoveryService, MetadataScanner, ApplicationConfig, HttpAdapterHost],
  };
  return {
    module: HiveModule,
    global: isGlobal ?? false,
    imports: [DiscoveryModule],
    providers: [...providers, service, endpoint, { provide: SERVICE, useValue: scoped }],
    exports: [token],
  };
}
