import ky from "ky";
import { isHiveError } from "../error/hive-error.ts";
import type { Protocol, RequestPlan } from "../protocol/protocol.ts";
import type { CallScope } from "./call-scope.ts";
import { whileAlive } from "./call-scope.ts";
import { httpError } from "./http-error.ts";
import { encodeBody } from "./request-body.ts";
import { redirected, toHiveError } from "./network-error.ts";
import { userAgent } from "./user-agent.ts";

/** How much of an error's body is read: 64 KiB. */
const ERROR_BODY_BYTES = 64 * 1024;
/** How long an error's body is waited for, in milliseconds. */
const ERROR_BODY_MS = 5_000;

/** What a request needs beside its plan. */
export type SendOptions = {
  readonly protocol: Protocol;
  /** The API's address, without a slash at its end. */
  readonly baseUrl: string;
  /** The key; `null` to send none. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly scope: CallScope;
  /** What must not appear in an error. */
  readonly secrets: readonly string[];
  /** The most bytes of media that are sent; `null` for any number. */
  readonly maxMediaBytes: number | null;
  /** Called when the request goes out: from then on Hive may do the work. */
  readonly onStart?: (() => void) | undefined;
};

/**
 * Makes one request.
 *
 * @returns the response, its status 2xx and its body unread.
 * @throws HiveHttpError, HiveNetworkError, HiveTimeoutError, HiveInputError (media that cannot be opened), or the scope's reason.
 */
export async function send(plan: RequestPlan, options: SendOptions): Promise<Response> {
  const response = await whileAlive(options.scope.signal, request(plan, options));
  if (response.ok) return response;
  const { status } = response;
  // A redirect whose status the runtime hides has the status 0.
  if (status < 400) {
    void response.body?.cancel().catch(() => {});
    throw redirected(status === 0 ? null : status);
  }
  throw httpError({
    status,
    retryAfter: response.headers.get("retry-after"),
    body: await readBeginning(response, options.scope),
    api: options.protocol.api,
    secrets: options.secrets,
    nowMs: Date.now(),
  });
}

async function request(plan: RequestPlan, options: SendOptions): Promise<Response> {
  const { signal } = options.scope;
  const body = await encodeBody(plan.body, { maxMediaBytes: options.maxMediaBytes, signal });
  const headers = new Headers(options.headers);
  headers.set("accept", "application/json");
  if (body.contentType !== null) headers.set("content-type", body.contentType);
  if (options.apiKey !== null) {
    headers.set("authorization", `${options.protocol.authScheme} ${options.apiKey}`);
  }
  // Node and Bun keep this header for a stream, workerd its own; without it a stream is sent chunked, which Hive is not known to take.
  if (body.lengthBytes !== null) headers.set("content-length", String(body.lengthBytes));
  try {
    // The media may have taken its time to open.
    signal.throwIfAborted();
    options.onStart?.();
    const response = await ky(`${options.baseUrl}${plan.path}`, {
      method: plan.method,
      headers,
      ...(body.content === null ? {} : { body: body.content }),
      signal,
      fetch: options.fetch,
      // In Node, `manual` would hold the uploaded body. Elsewhere `error` is refused (workerd), or looks like a lost connection (pages).
      redirect: userAgent().startsWith("Node") ? "error" : "manual",
      // A POST is billed: whether it is made again is not ky's to decide. Also, ky would clone the body to be ready for it.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
    if (signal.aborted) void response.body?.cancel().catch(() => {});
    return response;
  } catch (error) {
    body.release();
    if (body.mediaError !== null) throw body.mediaError;
    // What a fetch of ours throws is an error of the family already.
    if (signal.aborted || isHiveError(error)) throw error;
    throw toHiveError(error, new URL(options.baseUrl).origin);
  }
}

/** Reads what an error says of itself. A body that stalls or breaks off does not hide the status. */
async function readBeginning(response: Response, scope: CallScope): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const stop = (): void => void reader.cancel().catch(() => {});
  // A cancelled read ends as the body does.
  const timer = setTimeout(stop, ERROR_BODY_MS);
  try {
    while (bytes < ERROR_BODY_BYTES) {
      const piece = await whileAlive(scope.signal, reader.read());
      if (piece.done) break;
      bytes += piece.value.byteLength;
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch (error) {
    // The deadline does not hide the status either; whoever aborts hears their own reason.
    if (scope.signal.aborted && !isHiveError(error)) throw error;
  } finally {
    clearTimeout(timer);
    stop();
  }
  return text;
}
