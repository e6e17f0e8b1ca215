import type { HiveBudgetError } from "./hive-budget-error.ts";
import type { HiveClosedError } from "./hive-closed-error.ts";
import type { HiveConfigError } from "./hive-config-error.ts";
import type { HiveDecodeError } from "./hive-decode-error.ts";
import { HIVE_ERROR_MARK } from "./hive-error.ts";
import type { HiveHttpError } from "./hive-http-error.ts";
import type { HiveInputError } from "./hive-input-error.ts";
import type { HiveNetworkError } from "./hive-network-error.ts";
import type { HiveTaskError } from "./hive-task-error.ts";
import type { HiveTimeoutError } from "./hive-timeout-error.ts";

/** Any Hivekit error. Narrow it with its `kind`. */
export type AnyHiveError =
  | HiveConfigError
  | HiveInputError
  | HiveNetworkError
  | HiveTimeoutError
  | HiveHttpError
  | HiveTaskError
  | HiveDecodeError
  | HiveClosedError
  | HiveBudgetError;

/**
 * Checks whether a caught value is a Hivekit error. Unlike `instanceof`, it also works across realms and across copies
 * of the package.
 *
 * @example
 * ```ts
 * import { HiveClient, isHiveError } from "@hivekit/core";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * try {
 *   await hive.classify({ url: "http://127.0.0.1:9000/photo.jpg" });
 * } catch (error) {
 *   if (isHiveError(error) && error.kind === "http") console.error(error.reason, error.status);
 *   else throw error;
 * }
 * ```
 */
export function isHiveError(value: unknown): value is AnyHiveError {
  return (
    typeof value === "object" && value !== null && HIVE_ERROR_MARK in value && value[HIVE_ERROR_MARK] === true
  );
}
