import type { RetryOptions } from "../transport/retry.ts";
import type { AttemptInfo } from "../transport/send-with-retry.ts";

/** The options of one call. They take precedence over the client's. */
export type CallOptions = {
  /** Aborts the call, which then throws the signal's reason. The request may still be billed. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of this call, in milliseconds, for upload, attempts, delays and body. If given for `frames()`, it
   * also covers the complete body. 1 to 2 147 483 647.
   * @defaultValue the client's; 30 minutes for `wait` and `taskFrames`
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The maximum time between two chunks of this response, in milliseconds. 1 to 2 147 483 647.
   * @defaultValue the client's
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * Retries if Hive rejects the request (429, 500, 502, 503) or is not reached; `false` for none.
   * @defaultValue the client's; the given values override them one by one
   */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * Headers for this call, merged over the client's. `authorization`, `content-type` and `content-length` are not
   * allowed.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The model, as in the URLs of v3: `"hive/visual-moderation"`. v3 only: in v1 and v2 the API key selects the model.
   * @defaultValue the client's
   */
  readonly model?: string | undefined;
  /** A string that Hive returns with the task. v2 only. */
  readonly metadata?: string | undefined;
  /** Parameters of the model, as JSON: `options` in v2, properties next to `input` in v3. Not in v1. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** Called after every attempt of this call, after the client's `onAttempt`. Its errors are ignored. */
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
};

/** The options of an asynchronous submission. */
export type SubmitOptions = CallOptions & {
  /** The http or https URL to which Hive posts the result. Sign it, because Hive does not sign callbacks. */
  readonly callbackUrl?: string | URL | undefined;
};

/** The options of a poll: which page of frames to return. */
export type TaskOptions = CallOptions & {
  /**
   * The maximum number of frames on the page. 1 to 2 147 483 647.
   * @defaultValue 200, as in Hive's API
   */
  readonly frameLimit?: number | undefined;
  /**
   * The index of the first frame of the page.
   * @defaultValue 0
   */
  readonly frameOffset?: number | undefined;
};
