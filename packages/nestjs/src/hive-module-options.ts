import type { HiveClientOptions, HiveLogger } from "@hivekit/core";
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from "@nestjs/common";
import type { HiveCallbackOptions } from "./callbacks/hive-callback-options.ts";

/** How a registration stands in the app, whatever way its options come. */
export type HiveRegistration = {
  /**
   * Tells several Hive projects apart, since each has its own key; inject it with `@InjectHive(name)`.
   * The environment variable `HIVE_API_KEY` serves the one without a name only.
   */
  readonly name?: string | undefined;
  /**
   * Whether every module can inject the service without importing this one.
   * @defaultValue `false`
   */
  readonly isGlobal?: boolean | undefined;
};

/** How a Hive project is reached, and what its service does beside calling it. */
export type HiveProjectOptions = Omit<HiveClientOptions, "logger"> & {
  /**
   * Where attempts, pauses and mistakes are logged, without secrets; `false` for nowhere.
   * @defaultValue Nest's logger, with the context `HiveService`, or `HiveService:` and the name
   */
  readonly logger?: HiveLogger | false | undefined;
  /**
   * How long calls and callbacks in flight may go on when the app shuts down, in milliseconds; then they end. 0 to 2 147 483 647.
   * @defaultValue 10 000
   */
  readonly shutdownGraceMs?: number | undefined;
  /** Has Hive post the results of `submit` to this app; v2 only. @defaultValue none: results are waited for */
  readonly callbacks?: HiveCallbackOptions | undefined;
};

/** The options of `HiveModule.forRoot`: those of the project, and of the registration. */
export type HiveModuleOptions = HiveProjectOptions & HiveRegistration;

/** What makes a project's options, for `useClass` and `useExisting`. */
export interface HiveOptionsFactory {
  /** Called once, when the app boots. */
  createHiveOptions(): HiveProjectOptions | Promise<HiveProjectOptions>;
}

/** The options of `HiveModule.forRootAsync`: exactly one of `useFactory`, `useClass` and `useExisting`. */
export type HiveModuleAsyncOptions = HiveRegistration & {
  /** Modules whose exports the factory needs. */
  readonly imports?: ModuleMetadata["imports"] | undefined;
} & (
    | {
        /** Makes the project's options; its arguments are what `inject` names. */
        // oxlint-disable-next-line typescript/no-explicit-any -- the arguments are whatever `inject` names; Nest types its own factories alike
        readonly useFactory: (...injected: any[]) => HiveProjectOptions | Promise<HiveProjectOptions>;
        /** The tokens of the factory's arguments, in their order. */
        readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[] | undefined;
      }
    | {
        /** A class that is made once for this registration. */
        readonly useClass: Type<HiveOptionsFactory>;
      }
    | {
        /** The token of a provider that exists already. */
        readonly useExisting: InjectionToken<HiveOptionsFactory>;
      }
  );
