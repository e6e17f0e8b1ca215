import type { RetryOptions } from "../transport/retry.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";

/** The options of one call. They take precedence over the client's. */
export type CallOptions = {
  /** Aborts the call, which then throws the signal's reason. The request may still be billed. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of this call, in milliseconds. It covers upload, attempts, delays and the complete body, also for
   * `frames()`. Range: 1 to 2 147 483 647.
   * @defaultValue the client's; 30 minutes for `wait` and `taskFrames`
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The maximum time between two chunks of this response, in milliseconds. Range: 1 to 2 147 483 647.
   * @defaultValue the client's
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * How to retry requests that Hive rejects (429, 500, 502, 503) or that do not reach it; `false` disables retries.
   * @defaultValue the client's; each given property overrides the client's
   */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * Headers for this call, as a plain object, not `Headers`. They override the client's headers of the same name.
   * `authorization`, `content-type` and `content-length` are not allowed.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The model, as in the URLs of v3: `"hive/visual-moderation"`. v3 only: in v1 and v2, the API key selects the model.
   * @defaultValue the client's
   */
  readonly model?: string | undefined;
  /** A string that Hive returns with the task. v2 only. */
  readonly metadata?: string | undefined;
  /**
   * Parameters of the model, as a JSON object: `options` in v2, properties next to `input` in v3. Not allowed in v1.
   */
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
   * The maximum number of frames on the page, a whole number of at least 1.
   * @defaultValue 200, as in Hive's API
   */
  readonly frameLimit?: number | undefined;
  /**
   * The index of the first frame of the page, a whole number of at least 0.
   * @defaultValue 0
   */
  readonly frameOffset?: number | undefined;
};
