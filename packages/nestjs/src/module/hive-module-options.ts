import type { HiveClient, HiveClientOptions, HiveLogger } from "@hivekit/core";
import type { HiveCalls, HiveVlmCalls } from "@hivekit/core/guard";
import type { HiveVlm, HiveVlmOptions } from "@hivekit/core/vlm";
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from "@nestjs/common";
import * as z from "zod/mini";
import { callbackOptionsSchema } from "../callbacks/hive-callback-options.ts";
import type { HiveCallbackOptions } from "../callbacks/hive-callback-options.ts";
import {
  callable,
  flag,
  isFunction,
  mustBe,
  optionsSchema,
  plainObject,
  projectName,
} from "../options/check-options.ts";
import { shutdownGraceMsSchema } from "../service/hive.service.ts";

/** The registration options that `forRoot` and `forRootAsync` share. */
export type HiveRegistration = {
  /**
   * The name of the project, for an app with several Hive projects, each with its own key. Inject it with
   * `@InjectHive(name)`. The environment variable `HIVE_API_KEY` applies to the unnamed project only.
   * @defaultValue unnamed
   */
  readonly name?: string | undefined;
  /**
   * Whether every module of the app can inject the service without importing `HiveModule`.
   * @defaultValue `false`
   */
  readonly isGlobal?: boolean | undefined;
};

/** The options of a Hive project: its client options and its service options. */
export type HiveProjectOptions = Omit<HiveClientOptions, "logger"> & {
  /**
   * Receives log records about attempts, pauses and failures, without secrets; `false` disables logging.
   * @defaultValue Nest's logger, with the context `HiveService`, or `HiveService:` followed by the project's name
   */
  readonly logger?: HiveLogger | false | undefined;
  /**
   * The shutdown grace period: how long calls and callbacks in flight may continue when the app shuts down, in
   * milliseconds, 0 to 2 147 483 647. After that, they are aborted.
   * @defaultValue 10 000
   */
  readonly shutdownGraceMs?: number | undefined;
  /** Lets Hive post the results of `submit` to this app; v2 only. @defaultValue none: results are polled */
  readonly callbacks?: HiveCallbackOptions | undefined;
  /**
   * The options of `HiveService.vlm`, as in `HiveVlm`. Each option given here replaces that of the project. All others
   * are inherited, except `model`. Of `limits`, only `mediaBytes` and `replyBytes` are inherited.
   *
   * `apiKey` must be a secret key of v3. With `api: "v3"`, the project's own key is the default; with any other `api`,
   * `apiKey` is required.
   *
   * @defaultValue with `api: "v3"`, all options of the project; otherwise none, and reading `vlm` of the service throws
   */
  readonly vlm?: HiveVlmOptions | undefined;
  /**
   * Wraps the client of the project, for example in a budget: `(client) => withBudget(client, { budget })`, with
   * `withBudget` of `@hivekit/core/guard`. Called once, when the app boots. All calls of the service use the wrapper,
   * including those of panels.
   * @defaultValue the client is not wrapped
   */
  readonly wrapClient?: ((client: HiveClient) => HiveCalls) | undefined;
  /**
   * Wraps the vision language model of the project in the same way.
   * @defaultValue the model is not wrapped
   */
  readonly wrapVlm?: ((vlm: HiveVlm) => HiveVlmCalls) | undefined;
};

/** The options of `HiveModule.forRoot`: project options and registration options. */
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
        /** Creates the options of the project. Its arguments are the providers listed in `inject`. */
        // oxlint-disable-next-line typescript/no-explicit-any -- the arguments depend on `inject`; Nest types its own factories the same way
        readonly useFactory: (...injected: any[]) => HiveProjectOptions | Promise<HiveProjectOptions>;
        /** The tokens of the factory's arguments, in order. */
        readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[] | undefined;
      }
    | {
        /** A class that creates the options. It is instantiated once for this registration. */
        readonly useClass: Type<HiveOptionsFactory>;
      }
    | {
        /** The token of an existing provider that creates the options. */
        readonly useExisting: InjectionToken<HiveOptionsFactory>;
      }
  );

const REGISTRATION_SHAPE = { name: z.optional(projectName), isGlobal: z.optional(flag) };

/** Checks the registration options of `forRoot`. {@link projectOptionsSchema} checks the rest when the app boots. */
export const registrationSchema: z.ZodMiniType = z.pipe(plainObject(), z.looseObject(REGISTRATION_SHAPE));

/**
 * Checks {@link HiveProjectOptions}, except the client options: `HiveClient` checks those and rejects unknown options.
 */
export const projectOptionsSchema: z.ZodMiniType = z
  .pipe(
    plainObject(" with client options, such as apiKey"),
    z.looseObject({
      shutdownGraceMs: shutdownGraceMsSchema,
      callbacks: z.optional(callbackOptionsSchema),
      // `HiveVlm` checks its properties.
      vlm: z.optional(plainObject()),
      wrapClient: z.optional(callable),
      wrapVlm: z.optional(callable),
    }),
  )
  .check(({ value, issues }) => {
    const { api = "v1" } = value;
    // The client rejects any other value of `api`, without showing it, because it may be a key passed as the wrong
    // option.
    if (value.callbacks === undefined || (api !== "v1" && api !== "v3")) return;
    const message = `require api "v2", got "${api}"; set api: "v2" or remove callbacks`;
    issues.push({ code: "custom", path: ["callbacks"], message, input: value });
  });

const OPTIONS_SOURCES = ["useFactory", "useClass", "useExisting"] as const;

/** Checks {@link HiveModuleAsyncOptions}. */
export const asyncOptionsSchema: z.ZodMiniType = optionsSchema<HiveModuleAsyncOptions>({
  ...REGISTRATION_SHAPE,
  imports: z.optional(z.array(z.unknown(), mustBe("an array of modules"))),
  inject: z.optional(z.array(z.unknown(), mustBe("an array of injection tokens"))),
  useFactory: z.nullish(z.custom(isFunction, mustBe("a function"))),
  useClass: z.nullish(z.custom(isFunction, mustBe("a class"))),
  useExisting: z.optional(z.unknown()),
}).check(({ value, issues }) => {
  const [first, second] = OPTIONS_SOURCES.filter(
    (source) => (Reflect.get(Object(value), source) ?? null) !== null,
  );
  if (first !== undefined && second === undefined) return;
  const rule = `pass exactly one of ${OPTIONS_SOURCES.join(", ")}`;
  const message = first === undefined ? `is missing; ${rule}` : `cannot be combined with ${second}; ${rule}`;
  issues.push({ code: "custom", path: [first ?? "useFactory"], message, input: value });
});
