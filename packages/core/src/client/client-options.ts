import type { FrameLimits } from "../frames/frame-reader.ts";
import type { HiveApi } from "../protocol/protocol.ts";
import type { HiveLogger } from "../transport/logger.ts";
import type { RetryOptions } from "../transport/retry.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import type { HiveTelemetry } from "../transport/telemetry.ts";

/**
 * The size limits of submissions and responses. A submission that exceeds a limit throws a `HiveInputError`, if
 * possible before any request. A response that exceeds a limit throws a `HiveDecodeError`.
 */
export type HiveLimits = FrameLimits & {
  /**
   * The maximum size of media, in bytes; `null` for no limit. If the size is unknown, it is measured during the upload.
   * @defaultValue the limit that Hive documents: 200 MiB for v3's visual moderation, otherwise none
   */
  readonly mediaBytes?: number | null | undefined;
  /**
   * The maximum length of a text, in Unicode code points; `null` for no limit. The `actual` length of the error is
   * exact for texts of up to 1 048 576 UTF-16 units; beyond these, each unit counts as a character.
   * @defaultValue the limit that Hive documents: 1024 for v2, which Hive's support can raise, otherwise none
   */
  readonly textCharacters?: number | null | undefined;
  /**
   * The maximum size of a response that `classify()` and `task()` hold in memory, in bytes. With `null`, only the
   * runtime's maximum string length applies. Does not apply to `frames()`, `taskFrames()` and `wait()`.
   * @defaultValue 536 870 888, the maximum string length of V8
   */
  readonly replyBytes?: number | null | undefined;
};

/** The options of a client. All are optional if the environment variable `HIVE_API_KEY` is set. */
export type HiveClientOptions = {
  /**
   * The API key of a Hive project, which selects the project and thus the model; for v3, the secret key. If it is a
   * function, it is called before each attempt.
   * @defaultValue the environment variable `HIVE_API_KEY`, read once in the constructor
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The generation of Hive's API. Results have the same form in all generations.
   * @defaultValue `"v1"`
   */
  readonly api?: HiveApi | undefined;
  /**
   * The model, as in the URLs of v3: `"hive/visual-moderation"`. With v3, it is required here or in each call; with v1
   * and v2, it is not allowed.
   */
  readonly model?: string | undefined;
  /**
   * The base URL: http or https, without a query. A path is prepended to `/api`.
   * @defaultValue `"https://api.thehive.ai"`
   */
  readonly baseUrl?: string | undefined;
  /**
   * The `fetch` implementation, for example that of an emulator.
   * @defaultValue the global `fetch`, looked up for each request
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Headers for every request, as a plain object, not `Headers`. `authorization`, `content-type` and `content-length`
   * are not allowed; pass the key as `apiKey`.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The deadline of a call, in milliseconds. It covers upload, attempts, delays and the body; for `frames()`, only the
   * time to the first byte of the body. Range: 1 to 2 147 483 647.
   * @defaultValue 300 000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The maximum time between two chunks of a response, in milliseconds, measured only while the consumer waits.
   * Range: 1 to 2 147 483 647.
   * @defaultValue 60 000
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * How to retry requests that Hive rejects (429, 500, 502, 503) or that do not reach it; `false` disables retries.
   * @defaultValue two retries, with random delays of up to 0.5 s and 1 s
   */
  readonly retry?: RetryOptions | false | undefined;
  /** The size limits of submissions and responses. */
  readonly limits?: HiveLimits | undefined;
  /** Receives log records of attempts, delays and errors, without secrets. */
  readonly logger?: HiveLogger | undefined;
  /** Called after every attempt of every call. Its errors are ignored. */
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
  /**
   * Receives every call with its attempts, for traces and metrics. `openTelemetry()` of `@hivekit/core/opentelemetry`
   * creates one. Its errors are ignored.
   */
  readonly telemetry?: HiveTelemetry | undefined;
  /**
   * Allows an API key for Hive's own URL on a web page, where every visitor can read the key.
   * @defaultValue `false`
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
};
