import type { HiveClientOptions } from "@hivekit/core";
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from "@nestjs/common";

/** How a registration stands in the app, whatever way its client's options come. */
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

/** The options of `HiveModule.forRoot`: those of the client, and of the registration. */
export type HiveModuleOptions = HiveClientOptions & HiveRegistration;

/** What makes the client's options, for `useClass` and `useExisting`. */
export interface HiveOptionsFactory {
  /** Called once, when the app boots. */
  createHiveOptions(): HiveClientOptions | Promise<HiveClientOptions>;
}

/** The options of `HiveModule.forRootAsync`: exactly one of `useFactory`, `useClass` and `useExisting`. */
export type HiveModuleAsyncOptions = HiveRegistration & {
  /** Modules whose exports the factory needs. */
  readonly imports?: ModuleMetadata["imports"] | undefined;
} & (
    | {
        /** Makes the client's options; its arguments are what `inject` names. */
        // oxlint-disable-next-line typescript/no-explicit-any -- the arguments are whatever `inject` names; Nest types its own factories alike
        readonly useFactory: (...injected: any[]) => HiveClientOptions | Promise<HiveClientOptions>;
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
