import type { ReplyBody } from "../frames/reply-source.ts";
import type { Endpoint, RequestBody, RequestPlan } from "../protocol/protocol.ts";
import type { OpenOptions } from "../submission/upload.ts";
import type { KeyProvider } from "./api-key.ts";
import { startTrace } from "./call-trace.ts";
import type { CallTrace } from "./call-trace.ts";
import { openScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";
import type { EncodedBody } from "./json-body.ts";
import type { HiveLogger } from "./logger.ts";
import { RateLimitPause } from "./rate-limit-pause.ts";
import { openResponseBody } from "./response-body.ts";
import { resolveRetryPolicy } from "./retry.ts";
import type { RetryOptions } from "./retry.ts";
import { sendWithRetry } from "./send-with-retry.ts";
import type { RetryingSendOptions } from "./send-with-retry.ts";
import type { AttemptInfo } from "./attempt-info.ts";
import type { HiveCallName, HiveTelemetry } from "./telemetry.ts";

/** The deadline of a call, in milliseconds, if neither client nor call has one. */
export const DEFAULT_TIMEOUT_MS = 300_000;
const DEFAULT_IDLE_TIMEOUT_MS = 60_000;

/** The options of a connection. */
export type ConnectionOptions<Body extends RequestBody = RequestBody> = Omit<CallSettings, "signal"> & {
  readonly endpoint: Endpoint;
  /** Encodes the kinds of bodies that the endpoint takes. */
  readonly encode: (body: Body, options: OpenOptions) => Promise<EncodedBody>;
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  readonly key: KeyProvider;
  /** @defaultValue the global `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly logger?: HiveLogger | undefined;
  readonly telemetry?: HiveTelemetry | undefined;
  /** The model of calls without one, for telemetry. */
  readonly model?: string | undefined;
  readonly clock: Clock;
};

/** The options that a call can override. */
type CallSettings = {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly idleTimeoutMs?: number | undefined;
  readonly retry?: RetryOptions | false | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
};

/** One request of a call. */
export type ConnectionRequest<Body extends RequestBody = RequestBody> = {
  readonly plan: RequestPlan<Body>;
  readonly settings: CallSettings;
  /** Values that must not appear in errors, besides the API key. */
  readonly secrets: readonly string[];
  /** Whether the body can be sent again. */
  readonly canReopen: boolean;
  /** The maximum size of the media in bytes; `null` for no limit. */
  readonly maxMediaBytes: number | null;
  /** Whether the first byte of the body lifts the deadline, unless the call has its own. */
  readonly isStream?: boolean;
  /** Ends the request, in addition to the caller's signal. */
  readonly signal?: AbortSignal | undefined;
};

/** The connection to one Hive project: its key, its timeouts, and the rate limit that its calls share. */
export class Connection<Body extends RequestBody = RequestBody> {
  readonly #options;

  constructor(options: ConnectionOptions<Body>) {
    this.#options = {
      ...options,
      origin: new URL(options.baseUrl).origin,
      headers: normalizeHeaders(options.headers),
      // Looked up for each call and called without a receiver, as workerd requires.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      pause: new RateLimitPause(options.clock),
    };
  }

  /**
   * Starts the trace of a call, which may still have invalid options. Without telemetry, does nothing.
   *
   * @param submission - The submission or question; `undefined` for polls.
   */
  startTrace(name: HiveCallName, options: unknown, submission?: unknown): CallTrace | undefined {
    const { telemetry } = this.#options;
    return telemetry && startTrace(telemetry, name, { connection: this.#options, options, submission });
  }

  /**
   * Sends a request, with retries.
   *
   * @param trace - The trace of the call.
   * @returns the body of the 2xx response.
   * @throws the errors of `send` and of the API key, or the abort reason.
   */
  async open(request: ConnectionRequest<Body>, trace?: CallTrace): Promise<ReplyBody> {
    const { settings, plan } = request;
    const client = this.#options;
    const scope = openScope({
      timeoutMs: settings.timeoutMs ?? client.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signals: [settings.signal, request.signal],
    });
    try {
      scope.signal.throwIfAborted();
      const secrets = [...request.secrets];
      const options: RetryingSendOptions = {
        ...client,
        ...request,
        encode: (media) => client.encode(plan.body, media),
        headers: { ...client.headers, ...normalizeHeaders(settings.headers) },
        scope,
        secrets,
        retry: resolveRetryPolicy(client.retry, settings.retry),
        trace,
        onAttempt: [client.onAttempt, settings.onAttempt],
      };
      const response = await (trace === undefined
        ? sendWithRetry(plan, options)
        : trace.run(async () => sendWithRetry(plan, options)));
      return openResponseBody(response, {
        scope,
        idleTimeoutMs: settings.idleTimeoutMs ?? client.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
        origin: client.origin,
        secrets,
        liftsDeadline: request.isStream === true && settings.timeoutMs === undefined,
      });
    } catch (error) {
      scope.close();
      throw error;
    }
  }
}

/** Returns the headers with names in lower case, so that later ones override those of the same name. */
function normalizeHeaders(headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(new Headers(headers));
}
