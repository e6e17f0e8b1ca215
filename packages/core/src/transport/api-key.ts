import { HiveConfigError } from "../error/hive-config-error.ts";
import { isObject } from "../submission/is-object.ts";
import { HIVE_BASE_URL } from "./base-url.ts";

/** What a client says of its key. */
export type KeyOptions = {
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  readonly dangerouslyAllowBrowser?: boolean | undefined;
};

/** Gives the key for the next request; `null` to send none. */
export type KeyProvider = () => Promise<string | null>;

/**
 * Finds the key of a client, and refuses what would give it away.
 *
 * @param baseUrl - The checked address of the API.
 * @throws HiveConfigError if there is no key, or it may not be used here.
 */
export function keyProvider(options: KeyOptions, baseUrl: string): KeyProvider {
  const isHive = new URL(baseUrl).origin === new URL(HIVE_BASE_URL).origin;
  const key = options.apiKey ?? (isPage() ? undefined : keyOfEnvironment());
  if (key === undefined) {
    // A page talks to a server of its own, which knows the key.
    if (!isHive && isPage()) return async () => null;
    throw new HiveConfigError("There is no key: give apiKey, or set HIVE_API_KEY.", {
      option: "apiKey",
    });
  }
  if (isHive && isPage() && options.dangerouslyAllowBrowser !== true) {
    throw new HiveConfigError(
      "A key in a web page is public: give a baseUrl of yours, or set dangerouslyAllowBrowser.",
      { option: "dangerouslyAllowBrowser" },
    );
  }
  if (typeof key === "string") {
    checkKey(key);
    return async () => key;
  }
  return async () => {
    try {
      const given: unknown = await key();
      checkKey(given);
      return given;
    } catch (cause) {
      if (cause instanceof HiveConfigError) throw cause;
      throw new HiveConfigError("apiKey's function failed; see the cause.", { option: "apiKey", cause });
    }
  };
}

function checkKey(key: unknown): asserts key is string {
  // What a header cannot carry is mostly a line break that came with the key out of a file.
  if (typeof key === "string" && /^[\x21-\x7e]+$/.test(key)) return;
  throw new HiveConfigError("apiKey is empty, or holds white space; give the key of a Hive project.", {
    option: "apiKey",
  });
}

/** A web page: something with a document. Workers and servers have none. */
function isPage(): boolean {
  return isObject(Reflect.get(globalThis, "document"));
}

function keyOfEnvironment(): string | undefined {
  try {
    const process: unknown = Reflect.get(globalThis, "process");
    const env = isObject(process) ? process["env"] : null;
    const key = isObject(env) ? env["HIVE_API_KEY"] : null;
    return typeof key === "string" && key !== "" ? key : undefined;
  } catch (cause) {
    throw new HiveConfigError("The runtime refused to read HIVE_API_KEY; give apiKey.", {
      option: "apiKey",
      cause,
    });
  }
}
