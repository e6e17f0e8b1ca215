import { HiveClient, HiveConfigError, isHiveError } from "@hivekit/core";
import type { HiveLogger } from "@hivekit/core";
import type { ApplicationConfig, ModuleRef } from "@nestjs/core";
import { callbackUrlSigner } from "./callbacks/callback-address.ts";
import { checkProjectOptions } from "./check-project-options.ts";
import type { HiveProjectOptions } from "./hive-module-options.ts";
import { HiveService } from "./hive.service.ts";
import { nestLogger } from "./nest-logger.ts";
import { takeProjectName } from "./take-project-name.ts";

/** What a service has to know of its app. */
export type ServiceSurroundings = {
  readonly name: string | undefined;
  readonly config: ApplicationConfig;
  /** The reference of the registration's own module. */
  readonly registration: ModuleRef;
};

/** @throws HiveConfigError that names the option, and the project if it has a name. */
export function createHiveService(
  options: HiveProjectOptions,
  { name, config, registration }: ServiceSurroundings,
): HiveService {
  takeProjectName(name, { config, registration });
  try {
    checkProjectOptions(options, name);
    const { shutdownGraceMs, callbacks, logger: _logger, ...clientOptions } = options;
    if (name !== undefined && clientOptions.apiKey === undefined) {
      // A named project that silently took the key of another would send its submissions there.
      throw new HiveConfigError(
        "The API key is missing; pass apiKey. HIVE_API_KEY applies only to the project without a name.",
        {
          option: "apiKey",
        },
      );
    }
    const logger = loggerOf(options, name);
    const client = new HiveClient(logger === null ? clientOptions : { ...clientOptions, logger });
    const signCallbackUrl = callbacks === undefined ? null : callbackUrlSigner(callbacks, { name, config });
    return new HiveService(client, { shutdownGraceMs, signCallbackUrl });
  } catch (error) {
    if (name === undefined || !isHiveError(error) || error.kind !== "config") throw error;
    throw new HiveConfigError(`Hive project "${name}": ${error.message}`, {
      ...(error.option === null ? {} : { option: error.option }),
      cause: error,
    });
  }
}

/** Where a project logs to; `null` for nowhere. */
export function loggerOf(
  { logger }: Pick<HiveProjectOptions, "logger">,
  name: string | undefined,
): HiveLogger | null {
  if (logger === false) return null;
  return logger ?? nestLogger(name === undefined ? "HiveService" : `HiveService:${name}`);
}
