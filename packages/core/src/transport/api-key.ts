import { copyCause } from "../error/copy-cause.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { createOptionError } from "../options/check-options.ts";
import { HIVE_BASE_URL } from "./base-url.ts";
import { isWebPage } from "./runtime.ts";

/** The client options that concern the API key. */
export type KeyOptions = {
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  readonly dangerouslyAllowBrowser?: boolean | undefined;
};

/** Returns the API key for the next request; `null` to send none. */
export type KeyProvider = () => Promise<string | null>;

/**
 * Resolves the API key of a client, and prevents its exposure on a web page.
 *
 * @param baseUrl - The validated base URL.
 * @throws HiveConfigError if there is no key, or using it here would expose it.
 */
export function createKeyProvider(options: KeyOptions, baseUrl: string): KeyProvider {
  const isHive = new URL(baseUrl).origin === HIVE_BASE_URL;
  const key = options.apiKey ?? (isWebPage() ? undefined : readEnvironmentKey());
  if (key === undefined) {
    // A web page calls its own server, which adds the key.
    if (!isHive && isWebPage()) return async () => null;
    throw new HiveConfigError("The API key is missing; pass apiKey, or set HIVE_API_KEY.", {
      option: "apiKey",
    });
  }
  if (isHive && isWebPage() && options.dangerouslyAllowBrowser !== true) {
    throw createOptionError({
      path: "dangerouslyAllowBrowser",
      problem: "must be true to expose the API key on a web page; or set baseUrl to your own server",
    });
  }
  if (typeof key === "string") {
    checkKey(key);
    return async () => key;
  }
  return async () => {
    let given: unknown;
    try {
      given = await key();
    } catch (cause) {
      // Where the key is stored may be unavailable for a moment.
      throw isHiveError(cause)
        ? cause
        : new HiveNetworkError("Nothing was sent: the apiKey function failed; see the cause.", {
            isRetryable: true,
            code: null,
            cause: copyCause(cause),
          });
    }
    checkKey(given);
    return given;
  };
}

function checkKey(key: unknown): asserts key is string {
  // A character that is invalid in a header is usually the line break at the end of a file.
  if (typeof key === "string" && /^[\x21-\x7e]+$/.test(key)) return;
  throw createOptionError({
    path: "apiKey",
    problem: "must be non-empty ASCII without whitespace (trim it if it comes from a file)",
  });
}

function readEnvironmentKey(): string | undefined {
  try {
    const key: unknown = Object(Object(Reflect.get(globalThis, "process")).env).HIVE_API_KEY;
    return typeof key === "string" && key !== "" ? key : undefined;
  } catch (cause) {
    throw new HiveConfigError("The runtime denied access to HIVE_API_KEY; pass apiKey.", {
      option: "apiKey",
      cause: copyCause(cause),
    });
  }
}
