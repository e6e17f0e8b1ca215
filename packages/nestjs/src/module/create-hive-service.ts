import { HiveClient, HiveConfigError, isHiveError } from "@hivekit/core";
import type { HiveLogger } from "@hivekit/core";
import type { ApplicationConfig } from "@nestjs/core";
import { createCallbackUrlSigner } from "../callbacks/callback-address.ts";
import { callbackProjectSchema } from "../callbacks/hive-callback-options.ts";
import { checkOptions, hasMethods } from "../options/check-options.ts";
import { CLIENT_METHODS, HiveService, VLM_METHODS } from "../service/hive.service.ts";
import { nestLogger } from "../service/nest-logger.ts";
import { nameProject } from "./name-project.ts";
import { reserveProjectName } from "./app-registrations.ts";
import { createVlm } from "./create-vlm.ts";
import { projectOptionsSchema } from "./hive-module-options.ts";
import type { HiveProjectOptions } from "./hive-module-options.ts";

/** The options of a project that concern its clients. Without `logger`, nothing is logged. */
type ClientOptions = Omit<HiveProjectOptions, "callbacks" | "logger"> & {
  readonly logger?: HiveLogger | undefined;
};

/** The registration that a service belongs to. */
export type ServiceContext = {
  /** The method that received the options, for error messages. */
  readonly owner: string;
  /** The project's name; `undefined` for the unnamed project. */
  readonly name: string | undefined;
  /** The app's configuration. */
  readonly config: ApplicationConfig;
};

/**
 * Creates the service of a project.
 *
 * @throws HiveConfigError if an option is invalid. The message names the option, and the project if it has a name.
 */
export function createHiveService(options: HiveProjectOptions, context: ServiceContext): HiveService {
  const { owner, name, config } = context;
  reserveProjectName(config, name);
  try {
    checkOptions(owner, projectOptionsSchema, options);
    if (options.callbacks !== undefined) checkOptions(owner, callbackProjectSchema, { name });
    const { callbacks, logger: _logger, ...given } = options;
    if (name !== undefined && given.apiKey === undefined) {
      // A named project that silently fell back to another project's key would submit to the wrong project.
      throw new HiveConfigError(
        "The API key is missing; pass apiKey. HIVE_API_KEY applies only to the unnamed project.",
        {
          option: "apiKey",
        },
      );
    }
    const logger = resolveLogger(options, name);
    const signCallbackUrl =
      callbacks === undefined ? null : createCallbackUrlSigner(callbacks, { name, config });
    const telemetry = nameProject(given.telemetry, name);
    const vlm = given.vlm && { ...given.vlm, telemetry: nameProject(given.vlm.telemetry, name) };
    return connectService({ ...given, ...(logger && { logger }), telemetry, vlm }, signCallbackUrl);
  } catch (error) {
    if (name === undefined || !isHiveError(error) || error.kind !== "config") throw error;
    throw new HiveConfigError(`Hive project "${name}": ${error.message}`, {
      ...(error.option === null ? {} : { option: error.option }),
      cause: error,
    });
  }
}

/**
 * Creates a service with its client and its vision language model, both wrapped as the options require.
 *
 * @throws HiveConfigError if an option of the clients, or the result of a wrapper, is invalid.
 */
export function connectService(
  options: ClientOptions,
  signCallbackUrl: (() => Promise<string>) | null = null,
): HiveService {
  const { shutdownGraceMs, vlm: vlmOptions, wrapClient, wrapVlm, ...clientOptions } = options;
  const client = new HiveClient(clientOptions);
  const vlm = createVlm({ ...clientOptions, vlm: vlmOptions });
  return new HiveService(client, {
    shutdownGraceMs,
    signCallbackUrl,
    calls: wrapClient && requireMethods("wrapClient", wrapClient(client), CLIENT_METHODS),
    telemetry: clientOptions.telemetry,
    vlm: vlm && wrapVlm ? requireMethods("wrapVlm", wrapVlm(vlm), VLM_METHODS) : vlm,
  });
}

/** Checks the result of a wrapper. Without this check, a forgotten `return` would leave the client unwrapped. */
function requireMethods<Calls>(option: string, calls: Calls, names: readonly string[]): Calls {
  if (hasMethods(calls, names)) return calls;
  const problem = `must return an object with the methods ${names.join(", ")}`;
  throw new HiveConfigError(`${option} ${problem}; return what wraps the client.`, { option });
}

/** Returns the logger of a project; `null` if logging is disabled. */
export function resolveLogger(
  { logger }: Pick<HiveProjectOptions, "logger">,
  name: string | undefined,
): HiveLogger | null {
  if (logger === false) return null;
  return logger ?? nestLogger(name === undefined ? "HiveService" : `HiveService:${name}`);
}
