import { copyCause } from "../error/copy-cause.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { checkOptions, wholeNumber } from "../options/check-options.ts";

/** The options of {@link longFetch}. */
export type LongFetchOptions = {
  /**
   * The maximum time to wait for the headers of a response, in milliseconds; 0 for no limit. The client's `timeoutMs`
   * still applies.
   * @defaultValue 0
   */
  readonly headersTimeoutMs?: number | undefined;
};

/**
 * Creates a `fetch` without Node's limit of 300 s for the headers of a response. Use it for labeling tasks, which wait
 * for a reviewer, and for long videos. Also raise the client's `timeoutMs`.
 *
 * Requires the optional peer dependency `undici`. Deno and Bun have no such limit; there, it calls the global `fetch`.
 *
 * @returns a value for the client's `fetch` option.
 * @throws HiveConfigError if an option is unknown or invalid; at the first request, if undici is not installed.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { longFetch } from "@hivekit/core/node";
 *
 * const hive = new HiveClient({
 *   apiKey: "demo-labeling",
 *   baseUrl: "http://127.0.0.1:8787",
 *   fetch: longFetch({ headersTimeoutMs: 3_600_000 }),
 *   timeoutMs: 3_600_000,
 * });
 * console.log((await hive.classify({ url: "http://127.0.0.1:9000/photo.jpg" })).labels);
 * ```
 */
export function longFetch(options: LongFetchOptions = {}): typeof globalThis.fetch {
  checkOptions<LongFetchOptions>(options, { headersTimeoutMs: wholeNumber(0) }, "longFetch");
  const { headersTimeoutMs = 0 } = options;
  if ("Deno" in globalThis || "Bun" in globalThis) return (input, init) => globalThis.fetch(input, init);
  /** Set by the first request. All requests share one connection pool. */
  let opened: ReturnType<typeof openUndici> | null = null;
  return async (input, init) => {
    opened ??= openUndici(headersTimeoutMs);
    const { fetch, dispatcher } = await opened;
    const request = new Request(input, init);
    const response = await fetch(request.url, {
      method: request.method,
      // undici rejects the runtime's Headers and Request, which come from another copy of undici.
      headers: [...request.headers],
      body: request.body,
      duplex: "half",
      redirect: request.redirect,
      signal: request.signal,
      dispatcher,
    });
    return toGlobalResponse(response);
  };
}

async function openUndici(headersTimeoutMs: number) {
  try {
    const { Agent, fetch } = await import("undici");
    // The client has its own idle timeout for bodies.
    return { fetch, dispatcher: new Agent({ headersTimeout: headersTimeoutMs, bodyTimeout: 0 }) };
  } catch (cause) {
    throw new HiveConfigError("longFetch requires the package undici; install it, or remove longFetch.", {
      option: "fetch",
      cause: copyCause(cause),
    });
  }
}

/** Converts the response to one of the runtime, so that `instanceof` works. */
function toGlobalResponse(response: {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: unknown;
}): Response {
  const { status, statusText, body } = response;
  return new Response(body instanceof ReadableStream ? body : null, {
    status,
    statusText,
    headers: [...response.headers],
  });
}
