import type { ReplyBody } from "../frames/reply-body.ts";
import type { Protocol, RequestPlan } from "../protocol/protocol.ts";
import type { KeyProvider } from "./api-key.ts";
import { sendWithRetry } from "./attempts.ts";
import type { AttemptInfo } from "./attempt-info.ts";
import { openScope, whileAlive } from "./call-scope.ts";
import type { Clock } from "./clock.ts";
import type { HiveLogger } from "./logger.ts";
import { RateLimitPause } from "./rate-limit-pause.ts";
import { openResponseBody } from "./response-body.ts";
import { retryPolicy } from "./retry.ts";
import type { RetryOptions } from "./retry.ts";

/** How a client reaches Hive. */
export type ConnectionOptions = {
  readonly protocol: Protocol;
  /** The API's address, without a slash at its end. */
  readonly baseUrl: string;
  readonly key: KeyProvider;
  readonly headers: Readonly<Record<string, string>>;
  /** `null` for the runtime's own. */
  readonly fetch: typeof globalThis.fetch | null;
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly retry: RetryOptions | false | undefined;
  readonly logger: HiveLogger | null;
  readonly onAttempt: ((attempt: AttemptInfo) => void) | undefined;
  readonly clock: Clock;
};

/** What a call may set for itself. */
type CallSettings = {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly idleTimeoutMs?: number | undefined;
  readonly retry?: RetryOptions | false | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
};

/** One request of a call. */
export type ConnectionRequest = {
  readonly plan: RequestPlan;
  readonly settings: CallSettings;
  /** What must not appear in an error, beside the key. */
  readonly secrets: readonly string[];
  /** Whether the body can be sent a second time. */
  readonly canReopen: boolean;
  /** The most bytes of media that are sent; `null` for any number. */
  readonly maxMediaBytes: number | null;
  /** Whether the deadline ends with the first byte of the body, unless the call has set one. */
  readonly isStream: boolean;
  /** Ends the request, beside the caller's own signal. */
  readonly signal?: AbortSignal | undefined;
};

/** The way to one Hive project: its key, its limits, and the pauses that Hive asks for. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #pause: RateLimitPause;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#pause = new RateLimitPause(options.clock);
  }

  /**
   * Makes a request, with retries.
   *
   * @returns the body of the 2xx reply.
   * @throws the errors of `send`, of the key, or the reason of whatever ended the call.
   */
  async open(request: ConnectionRequest): Promise<ReplyBody> {
    const { settings, plan } = request;
    const scope = openScope({
      timeoutMs: settings.timeoutMs ?? this.#options.timeoutMs,
      signals: [settings.signal, request.signal],
    });
    try {
      scope.signal.throwIfAborted();
      const apiKey = await whileAlive(scope.signal, this.#options.key());
      const secrets = apiKey === null ? request.secrets : [...request.secrets, apiKey];
      const response = await sendWithRetry(plan, {
        ...this.#options,
        ...request,
        apiKey,
        headers: { ...this.#options.headers, ...settings.headers },
        // Looked up at each call and called without a receiver: workerd wants both.
        fetch: this.#options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
        scope,
        secrets,
        retry: retryPolicy(this.#options.retry, settings.retry),
        pause: this.#pause,
        onAttempt: [this.#options.onAttempt, settings.onAttempt],
      });
      return openResponseBody(response, {
        scope,
        idleTimeoutMs: settings.idleTimeoutMs ?? this.#options.idleTimeoutMs,
        origin: new URL(this.#options.baseUrl).origin,
        secrets,
        onFirstPiece: () => {
          if (request.isStream && settings.timeoutMs === undefined) scope.liftDeadline();
        },
      });
    } catch (error) {
      scope.close();
      throw error;
    }
  }
}
