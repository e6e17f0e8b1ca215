import { Module } from "@nestjs/common";
import type { DynamicModule, Provider } from "@nestjs/common";
import { ModuleRef } from "@nestjs/core";
import { createOptionsProviders } from "../module/create-options-providers.ts";
import { asyncOptionsSchema, registrationSchema } from "../module/hive-module-options.ts";
import { checkOptions } from "../options/check-options.ts";
import { HivePanel } from "./hive-panel.ts";
import type {
  HivePanelModuleAsyncOptions,
  HivePanelModuleOptions,
  HivePanelOptions,
  HivePanelOptionsFactory,
  HivePanelRegistration,
} from "./hive-panel-options.ts";
import { getHivePanelToken } from "./hive-panel-token.ts";

/** The private token of the options of a registration. */
const OPTIONS = Symbol("hivekit.panel-options");

/**
 * Registers a panel with a Nest app: several Hive projects that judge an item together. Its members name projects that
 * `HiveModule` registers anywhere in the app.
 *
 * @example
 * ```ts
 * import { HiveModule, HivePanel, HivePanelModule } from "@hivekit/nestjs";
 * import { Body, Controller, Inject, Module, Post } from "@nestjs/common";
 *
 * @Controller("posts")
 * class PostsController {
 *   constructor(@Inject(HivePanel) private readonly panel: HivePanel) {}
 *
 *   @Post()
 *   async create(@Body() post: { pictureUrl: string; caption: string }) {
 *     const { decision } = await this.panel.judge({ url: post.pictureUrl, text: post.caption });
 *     return { isPublished: decision === "allow" };
 *   }
 * }
 *
 * @Module({
 *   imports: [
 *     HiveModule.forRoot({ name: "visual", apiKey: "demo-visual" }),
 *     HiveModule.forRoot({ name: "text", apiKey: "demo-text", api: "v2" }),
 *     HivePanelModule.forRoot({
 *       members: {
 *         visual: { project: "visual", policy: { block: { yes_sexual_activity: 0.9 } } },
 *         text: { project: "text", policy: { block: { hate: 3 } } },
 *       },
 *     }),
 *   ],
 *   controllers: [PostsController],
 * })
 * export class AppModule {}
 * ```
 */
@Module({})
export class HivePanelModule {
  /**
   * Registers a panel with the given options.
   *
   * @throws HiveConfigError if `name` or `isGlobal` is invalid. All other options are checked when the app boots.
   */
  static forRoot(options: HivePanelModuleOptions): DynamicModule {
    checkOptions("HivePanelModule.forRoot", registrationSchema, options);
    const { name, isGlobal, ...panelOptions } = options;
    return define({ name, isGlobal }, [{ provide: OPTIONS, useValue: panelOptions }]);
  }

  /**
   * Registers a panel whose options come from a factory, a class, or an existing provider.
   *
   * @throws HiveConfigError unless exactly one of `useFactory`, `useClass` and `useExisting` is given, or if an option
   * is invalid or unknown.
   */
  static forRootAsync(options: HivePanelModuleAsyncOptions): DynamicModule {
    checkOptions("HivePanelModule.forRootAsync", asyncOptionsSchema, options);
    const providers = createOptionsProviders<HivePanelOptions, HivePanelOptionsFactory>(options, {
      token: OPTIONS,
      create: async (factory) => factory.createHivePanelOptions(),
    });
    return { ...define(options, providers), imports: [...(options.imports ?? [])] };
  }
}

function define({ name, isGlobal }: HivePanelRegistration, providers: readonly Provider[]): DynamicModule {
  const token = getHivePanelToken(name);
  const panel: Provider = {
    provide: token,
    useFactory: (options: HivePanelOptions, modules: ModuleRef) =>
      new HivePanel(options, (project) => modules.get(project, { strict: false })),
    inject: [OPTIONS, ModuleRef],
  };
  return {
    module: HivePanelModule,
    global: isGlobal ?? false,
    providers: [...providers, panel],
    exports: [token],
  };
}
