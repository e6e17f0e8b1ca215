import type { HiveClientOptions, HiveLogger } from "@hivekit/core";
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from "@nestjs/common";
import type { HiveCallbackOptions } from "../callbacks/hive-callback-options.ts";

/** The options of a registration, whether `forRoot` or `forRootAsync`. */
export type HiveRegistration = {
  /**
   * The name of the project, for an app with several Hive projects, each with its own key. Inject it with `@InjectHive(name)`.
   * The environment variable `HIVE_API_KEY` applies to the unnamed project only.
   * @defaultValue unnamed
   */
  readonly name?: string | undefined;
  /**
   * Whether every module can inject the service without importing this one.
   * @defaultValue `false`
   */
  readonly isGlobal?: boolean | undefined;
};

/** The options of a Hive project: those of its client, and those of its service. */
export type HiveProjectOptions = Omit<HiveClientOptions, "logger"> & {
  /**
   * Receives log records about attempts, pauses and failures, without secrets; `false` for none.
   * @defaultValue Nest's logger, with the context `HiveService`, or `HiveService:` and the name
   */
  readonly logger?: HiveLogger | false | undefined;
  /**
   * The shutdown grace period: how long calls and callbacks in flight may continue when the app shuts down, in milliseconds. Then they
   * are aborted. 0 to 2 147 483 647.
   * @defaultValue 10 000
   */
  readonly shutdownGraceMs?: number | undefined;
  /** Lets Hive post the results of `submit` to this app; v2 only. @defaultValue none: results are polled */
  readonly callbacks?: HiveCallbackOptions | undefined;
};

/** The options of `HiveModule.forRoot`: those of the project and of the registration. */
export type HiveModuleOptions = HiveProjectOptions & HiveRegistration;

/** Creates the options of a project, for `useClass` and `useExisting`. */
export interface HiveOptionsFactory {
  /** Creates the options. Called once, when the app boots. */
  createHiveOptions(): HiveProjectOptions | Promise<HiveProjectOptions>;
}

/** The options of `HiveModule.forRootAsync`: exactly one of `useFactory`, `useClass` and `useExisting`. */
export type HiveModuleAsyncOptions = HiveRegistration & {
  /** Modules that export the dependencies of the factory. */
  readonly imports?: ModuleMetadata["imports"] | undefined;
} & (
    | {
        /** Creates the options of the project. Its arguments are the providers that `inject` names. */
        // oxlint-disable-next-line typescript/no-explicit-any -- the arguments depend on `inject`; Nest types its own factories alike
        readonly useFactory: (...injected: any[]) => HiveProjectOptions | Promise<HiveProjectOptions>;
        /** The tokens of the factory's arguments, in order. */
        readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[] | undefined;
      }
    | {
        /** A class that is instantiated once for this registration. */
        readonly useClass: Type<HiveOptionsFactory>;
      }
    | {
        /** The token of an existing provider. */
        readonly useExisting: InjectionToken<HiveOptionsFactory>;
      }
  );
