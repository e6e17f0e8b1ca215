import type { HiveClosedError } from "./hive-closed-error.ts";
import type { HiveConfigError } from "./hive-config-error.ts";
import type { HiveDecodeError } from "./hive-decode-error.ts";
import type { HiveHttpError } from "./hive-http-error.ts";
import type { HiveInputError } from "./hive-input-error.ts";
import type { HiveNetworkError } from "./hive-network-error.ts";
import type { HiveTaskError } from "./hive-task-error.ts";
import type { HiveTimeoutError } from "./hive-timeout-error.ts";

// A registered symbol is the same in every copy of this package and in every realm.
const MARK = Symbol.for("hivekit.error");

/** What went wrong, as one word that a `switch` can take. */
export type HiveErrorKind =
  | "config"
  | "input"
  | "network"
  | "timeout"
  | "http"
  | "task"
  | "decode"
  | "closed";

/**
 * The base of everything that Hivekit throws, except an abort: that is rethrown as the signal's own reason.
 *
 * No message, property or cause of it holds the key, the media, the submitted text, or a URL's query, user info or fragment.
 */
export abstract class HiveError extends Error {
  /** What went wrong, as one word. */
  abstract readonly kind: HiveErrorKind;

  /**
   * Whether the same call may succeed if it is made again, without a second charge being likely.
   * `false` where Hive said a final no, and where nobody knows whether Hive did the work already.
   */
  abstract readonly isRetryable: boolean;

  /**
   * @param kind - Makes the name, too: bundlers do not keep the class's.
   * @param message - One sentence: what failed, why, and what to do next.
   * @param evidence - The properties of the class, `isRetryable` if it is not false; `cause` is what was thrown at us.
   */
  constructor(
    kind: HiveErrorKind,
    message: string,
    { cause, ...evidence }: { readonly cause?: unknown; readonly [property: string]: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, { kind, isRetryable: false, ...evidence });
    const name = `Hive${kind.replace(/^./, (first) => first.toUpperCase())}Error`;
    // Not enumerable, as in the errors of the language.
    Object.defineProperties(this, { name: { value: name }, [MARK]: { value: true } });
  }
}

/** Any error of the family; its `kind` tells which. */
export type AnyHiveError =
  | HiveConfigError
  | HiveInputError
  | HiveNetworkError
  | HiveTimeoutError
  | HiveHttpError
  | HiveTaskError
  | HiveDecodeError
  | HiveClosedError;

/**
 * Tells whether a caught value is an error of Hivekit's, also when it comes from another copy of the package or another realm.
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
  return typeof value === "object" && value !== null && MARK in value && value[MARK] === true;
}
