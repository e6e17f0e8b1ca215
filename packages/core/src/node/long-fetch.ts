import { HiveConfigError } from "../error/hive-config-error.ts";

/** How long a reply may keep one waiting. */
export type LongFetchOptions = {
  /**
   * The longest wait for the headers of a reply, in milliseconds; 0 for any time. The client's own `timeoutMs` holds besides.
   * @defaultValue 0
   */
  readonly headersTimeoutMs?: number | undefined;
};

/**
 * A `fetch` that waits for the headers of a reply as long as it takes. Node's own gives up after 300 s, which is too short for a
 * labeling task that a person answers, or for a long video.
 *
 * Needs the package `undici`, an optional peer. Deno and Bun have no such limit: there it is their own `fetch`. Remember to raise
 * `timeoutMs`.
 *
 * @returns what goes into the client's `fetch` option.
 * @throws HiveConfigError at once, if `headersTimeoutMs` is no whole number from 0; at the first request, if undici is missing.
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
  const { headersTimeoutMs = 0 } = options;
  if (!Number.isInteger(headersTimeoutMs) || headersTimeoutMs < 0) {
    throw new HiveConfigError(
      "headersTimeoutMs is no whole number of milliseconds from 0 up; give one, or 0 for any time.",
      { option: "headersTimeoutMs" },
    );
  }
  if ("Deno" in globalThis || "Bun" in globalThis) return (input, init) => globalThis.fetch(input, init);
  /** Set by the first request; one pool of connections serves all. */
  let opened: ReturnType<typeof openUndici> | null = null;
  return async (input, init) => {
    opened ??= openUndici(headersTimeoutMs);
    const { fetch, dispatcher } = await opened;
    const request = new Request(input, init);
    const response = await fetch(request.url, {
      method: request.method,
      // undici knows neither the runtime's Headers nor its Request: they come from another copy of it.
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
    // The client has an idle limit of its own for bodies.
    return { fetch, dispatcher: new Agent({ headersTimeout: headersTimeoutMs, bodyTimeout: 0 }) };
  } catch (cause) {
    throw new HiveConfigError("longFetch needs the package undici; install it, or leave longFetch out.", {
      option: "fetch",
      cause,
    });
  }
}

/** The same answer as a response of the runtime's own, for whoever asks `instanceof`. */
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
