import type { PanelClientMember, PanelMember, PanelOptions } from "@hivekit/core/panel";
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from "@nestjs/common";

/** A member of a panel that submits to a registered Hive project. */
export type HivePanelProjectMember = Omit<PanelClientMember, "client"> & {
  /** The `name` of the project's registration. @defaultValue the unnamed project */
  readonly project?: string | undefined;
  /** Not allowed together with a project. */
  readonly client?: undefined;
};

/** A member of a panel: a registered project, a client of your own, or a function. */
export type HivePanelMember =
  | HivePanelProjectMember
  | (PanelMember & {
      /** Not allowed together with a client or a function. */
      readonly project?: undefined;
    });

/** The options of a panel: those of `createPanel`, with members that name registered projects. */
export type HivePanelOptions<Name extends string = string> = Omit<PanelOptions, "members"> & {
  /** The members by name, at least one. */
  readonly members: Readonly<Record<Name, HivePanelMember>>;
};

/** The registration options that `forRoot` and `forRootAsync` share. */
export type HivePanelRegistration = {
  /**
   * The name of the panel, for an app with several panels. Inject it with `@InjectHivePanel(name)`.
   * @defaultValue unnamed
   */
  readonly name?: string | undefined;
  /**
   * Whether every module of the app can inject the panel without importing `HivePanelModule`.
   * @defaultValue `false`
   */
  readonly isGlobal?: boolean | undefined;
};

/** The options of `HivePanelModule.forRoot`: panel options and registration options. */
export type HivePanelModuleOptions = HivePanelOptions & HivePanelRegistration;

/** Creates the options of a panel, for `useClass` and `useExisting`. */
export interface HivePanelOptionsFactory {
  /** Creates the options. Called once, when the app boots. */
  createHivePanelOptions(): HivePanelOptions | Promise<HivePanelOptions>;
}

/** The options of `HivePanelModule.forRootAsync`: exactly one of `useFactory`, `useClass` and `useExisting`. */
export type HivePanelModuleAsyncOptions = HivePanelRegistration & {
  /** Modules that export the dependencies of the factory. */
  readonly imports?: ModuleMetadata["imports"] | undefined;
} & (
    | {
        /** Creates the options of the panel. Its arguments are the providers listed in `inject`. */
        // oxlint-disable-next-line typescript/no-explicit-any -- the arguments depend on `inject`; Nest types its own factories the same way
        readonly useFactory: (...injected: any[]) => HivePanelOptions | Promise<HivePanelOptions>;
        /** The tokens of the factory's arguments, in order. */
        readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[] | undefined;
      }
    | {
        /** A class that creates the options. It is instantiated once for this registration. */
        readonly useClass: Type<HivePanelOptionsFactory>;
      }
    | {
        /** The token of an existing provider that creates the options. */
        readonly useExisting: InjectionToken<HivePanelOptionsFactory>;
      }
  );
