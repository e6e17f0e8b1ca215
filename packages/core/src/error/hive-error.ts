/** The kind of a Hivekit error: one literal per error class, for use in a `switch`. */
export type HiveErrorKind =
  | "config"
  | "input"
  | "network"
  | "timeout"
  | "http"
  | "task"
  | "decode"
  | "closed"
  | "budget";

/** Marks Hivekit's errors. A registered symbol is the same in every copy of this package and in every realm. */
export const HIVE_ERROR_MARK = Symbol.for("hivekit.error");

/**
 * The base class of every error that Hivekit throws. Aborts are the exception: they rethrow the signal's own reason.
 *
 * No message, property or cause contains the API key, the media, the submitted text, or the query, user info or
 * fragment of a URL.
 */
export abstract class HiveError extends Error {
  /** The kind of the error, one literal per class. */
  abstract readonly kind: HiveErrorKind;

  /**
   * Whether repeating the same call may succeed and is unlikely to be billed twice.
   * `false` if Hive rejected the request permanently, or if it is unknown whether Hive processed it.
   */
  abstract readonly isRetryable: boolean;

  /**
   * @param kind - Also determines `name`, because bundlers do not preserve class names.
   * @param message - One sentence: what failed, why, and what to do next.
   * @param evidence - The properties of the class, with `isRetryable` if it is not `false`, and the original error as
   * `cause`.
   */
  constructor(
    kind: HiveErrorKind,
    message: string,
    { cause, ...evidence }: { readonly cause?: unknown; readonly [property: string]: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, { kind, isRetryable: false, ...evidence });
    const name = `Hive${kind.replace(/^./, (first) => first.toUpperCase())}Error`;
    // Not enumerable, as in the built-in errors.
    Object.defineProperties(this, { name: { value: name }, [HIVE_ERROR_MARK]: { value: true } });
  }
}
