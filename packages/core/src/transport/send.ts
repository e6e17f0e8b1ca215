import ky from "ky";
import { classifyStatus } from "../error/error-reason.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import type { Endpoint, RequestPlan } from "../protocol/protocol.ts";
import type { CallScope } from "./call-scope.ts";
import type { AttemptTrace } from "./call-trace.ts";
import { createHttpError } from "./http-error.ts";
import { createRedirectError, toHiveError } from "./network-error.ts";
import type { EncodedBody } from "./json-body.ts";
import type { OpenOptions } from "../submission/upload.ts";
import { discardBody, requireResponse, takeReader } from "./response-body.ts";
import { userAgent } from "./runtime.ts";

/** The maximum number of bytes that are read from the body of an error response: 64 KiB. */
const ERROR_BODY_BYTES = 64 * 1024;
/** The maximum time to read them, in milliseconds. */
const ERROR_BODY_MS = 5_000;

/**
 * A POST is billed, so ky must not retry it. The scope of the call has the deadline. Marked as pure, so that a bundle
 * that only decodes does not contain ky.
 */
const client = /* @__PURE__ */ ky.create({ retry: 0, timeout: false, throwHttpErrors: false });

/** The options of a request, except its plan. */
export type SendOptions = {
  readonly endpoint: Endpoint;
  /** Encodes the body of the request, for each attempt. */
  readonly encode: (options: OpenOptions) => Promise<EncodedBody>;
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** Its origin, for messages. */
  readonly origin: string;
  /** Headers with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly scope: CallScope;
  /** Values that must not appear in errors. */
  readonly secrets: readonly string[];
  /** The maximum size of the media in bytes; `null` for no limit. */
  readonly maxMediaBytes: number | null;
};

/** The parts of a request that differ between its attempts. */
type Attempt = {
  /** The API key; `null` to send none. */
  readonly apiKey: string | null;
  /** Called when the request is sent. From then on, Hive may process it. */
  readonly onStart: () => void;
  readonly trace?: AttemptTrace | undefined;
};

/**
 * Sends one request.
 *
 * @returns the 2xx response with its body unread.
 * @throws HiveHttpError, HiveNetworkError, HiveTimeoutError, HiveInputError (media that cannot be opened), or the
 * scope's reason.
 */
export async function send(plan: RequestPlan, options: SendOptions, attempt: Attempt): Promise<Response> {
  const { scope, secrets, endpoint } = options;
  const requested = request(plan, options, attempt);
  const response = await scope.race(requested).catch((error: unknown) => {
    // If the call has ended, the response may still arrive.
    requested.then(discardBody, () => {});
    throw error;
  });
  if (response.ok) return response;
  const { status } = response;
  // Some runtimes hide the status of a redirect and report 0.
  if (status === 0 || classifyStatus(status).reason === "redirected") {
    discardBody(response);
    throw createRedirectError(status === 0 ? null : status);
  }
  const body = await readErrorBody(response, scope);
  // Not earlier: if the upload is interrupted, some runtimes close the connection. The next attempt opens the media
  // again.
  scope.release();
  const { headers } = response;
  const { mayBeBilled } = scope;
  throw createHttpError({ status, headers, body, api: endpoint.api, secrets, mayBeBilled });
}

async function request(plan: RequestPlan, options: SendOptions, attempt: Attempt): Promise<Response> {
  const { scope } = options;
  const { apiKey, onStart, trace } = attempt;
  const { signal } = scope;
  const body = await options.encode({ maxMediaBytes: options.maxMediaBytes, signal });
  scope.release = body.release;
  // With one spread at the start, V8 only copies the object.
  const given = trace === undefined ? options.headers : { ...trace.headers, ...options.headers };
  const headers: Record<string, string> = { ...given, accept: "application/json" };
  if (body.contentType !== null) headers["content-type"] = body.contentType;
  if (apiKey !== null) headers["authorization"] = `${options.endpoint.authScheme} ${apiKey}`;
  // Node and Bun keep this header for a stream; workerd sets its own. Without it, a stream is sent with chunked
  // encoding, which Hive may not accept.
  if (body.lengthBytes !== null) headers["content-length"] = String(body.lengthBytes);
  try {
    // Opening the media may have taken a while.
    signal.throwIfAborted();
    onStart();
    const init = {
      method: plan.method,
      headers,
      body: body.content,
      // Required for a stream, and missing in the types.
      duplex: "half",
      signal,
      // In Node, `manual` would keep the uploaded body in memory. `error` is rejected by workerd, and looks like a lost
      // connection on web pages.
      redirect: userAgent().startsWith("Node") ? "error" : "manual",
    } as const;
    // ky creates a `Request` and another signal. With the body in that request, `fetch` would copy its stream.
    const url = `${options.baseUrl}${plan.path}`;
    // Called without a receiver: browsers and workerd reject their own `fetch` as a method of another object.
    const { fetch } = options;
    const fetchOnce = async (): Promise<Response> => requireResponse(await fetch(url, init));
    return await client(url, { fetch: trace === undefined ? fetchOnce : async () => trace.run(fetchOnce) });
  } catch (error) {
    body.release();
    if (body.mediaError !== null) throw body.mediaError;
    // A custom fetch such as longFetch may throw a Hivekit error.
    if (signal.aborted || isHiveError(error)) throw error;
    throw toHiveError(error, { ...options, mayBeBilled: scope.mayBeBilled });
  }
}

/** Reads the beginning of an error response's body. A body that stalls or ends early does not hide the status. */
async function readErrorBody(response: Response, scope: CallScope): Promise<string> {
  const reader = takeReader(response);
  if (reader === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const stop = (): void => void reader.cancel().catch(() => {});
  // A cancelled read resolves like the end of the body.
  const timer = setTimeout(stop, ERROR_BODY_MS);
  try {
    while (bytes < ERROR_BODY_BYTES) {
      const chunk = await scope.race(reader.read());
      if (chunk.done) break;
      bytes += chunk.value.byteLength;
      text += decoder.decode(chunk.value, { stream: true });
    }
  } catch (error) {
    // The deadline does not hide the status either. An abort by the caller throws its own reason.
    if (scope.signal.aborted && !isHiveError(error)) throw error;
  } finally {
    clearTimeout(timer);
    stop();
  }
  return text;
}
