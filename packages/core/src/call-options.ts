import type { AttemptInfo } from "./transport/attempt-info.ts";
import type { RetryOptions } from "./transport/retry.ts";

/** How one call works. */
export type CallOptions = {
  /** Ends the call; its reason is thrown as it is. It does not undo a charge. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of this call, in milliseconds, over upload, attempts, pauses and body; given here, it holds to the end of the
   * body for `frames()` too. 1 to 2 147 483 647.
   * @defaultValue the client's; 30 minutes for `wait` and `taskFrames`
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest pause in the middle of this body, in milliseconds. 1 to 2 147 483 647.
   * @defaultValue the client's
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * How often the request is made again where Hive refused it (429, 500, 502, 503) or was never reached; `false` for never.
   * @defaultValue the client's; what is given here is put over it, value by value
   */
  readonly retry?: RetryOptions | false | undefined;
  /** Headers for this call, over those of the client. `authorization`, `content-type` and `content-length` are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The model, as v3's addresses name it: `"hive/visual-moderation"`. Other generations refuse it: there the key selects it.
   * @defaultValue the client's
   */
  readonly model?: string | undefined;
  /** A string of yours that Hive sends back with the task; v2 only, other generations refuse it. */
  readonly metadata?: string | undefined;
  /** Parameters of the model: v2's `options`, and beside `input` in v3's body. v1 refuses them. Must be JSON. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** Told of every attempt of this call, after the client's own. What it throws is ignored. */
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
};

/** How a task is submitted for later. */
export type SubmitOptions = CallOptions & {
  /** Where Hive posts the result: an http or https address that Hive can reach. Sign it: Hive signs nothing. */
  readonly callbackUrl?: string | URL | undefined;
};

/** Which page of a finished task is looked at. */
export type TaskOptions = CallOptions & {
  /**
   * The most frames of the page. 1 to 2 147 483 647.
   * @defaultValue 200, as Hive's
   */
  readonly frameLimit?: number | undefined;
  /**
   * The index of the page's first frame.
   * @defaultValue 0
   */
  readonly frameOffset?: number | undefined;
};
