import type { FrameLimits } from "./frames/frame-limits.ts";
import type { HiveApi } from "./protocol/protocol.ts";
import type { AttemptInfo } from "./transport/attempt-info.ts";
import type { HiveLogger } from "./transport/logger.ts";
import type { RetryOptions } from "./transport/retry.ts";

/**
 * The largest submissions that a client sends, and the largest replies that it holds. A submission over a limit is a `HiveInputError`,
 * before any request where possible; a reply over a limit is a `HiveDecodeError`.
 */
export type HiveLimits = FrameLimits & {
  /**
   * The most bytes of media; `null` for any number. Media of unknown size is counted while it is sent.
   * @defaultValue what Hive documents: 200 MiB for v3's visual moderation, else none
   */
  readonly mediaBytes?: number | null | undefined;
  /**
   * The most characters of a text, counted as Unicode code points; `null` for any number.
   * @defaultValue what Hive documents: 1024 for v2, which Hive's support can raise, else none
   */
  readonly textCharacters?: number | null | undefined;
  /**
   * The most bytes of a reply that is held whole, by `classify()` and `task()`; `null` for as many as the runtime can hold in one text.
   * What `frames()`, `taskFrames()` and `wait()` read has no limit as a whole.
   * @defaultValue 536 870 888, the longest text of V8
   */
  readonly replyBytes?: number | null | undefined;
};

/** How a client works; every option may be left out where `HIVE_API_KEY` is set. */
export type HiveClientOptions = {
  /**
   * The key of a Hive project: it selects the project, and so the model; for v3 the secret key. A function is asked before each
   * request.
   * @defaultValue the environment variable `HIVE_API_KEY`, read once, when the client is made
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The generation of Hive's API. What reads results need not know it.
   * @defaultValue `"v1"`
   */
  readonly api?: HiveApi | undefined;
  /** The model, as v3's addresses name it: `"hive/visual-moderation"`. Required with v3, here or per call; others refuse it. */
  readonly model?: string | undefined;
  /**
   * Where the API is: an http or https address without query; a path before `/api` is kept.
   * @defaultValue `"https://api.thehive.ai"`
   */
  readonly baseUrl?: string | undefined;
  /**
   * What makes the requests, for example an emulator's `fetch`.
   * @defaultValue the runtime's own, looked up at each request
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Headers for every request. The key has its own option; `authorization`, `content-type` and `content-length` are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The deadline of a call, in milliseconds, over upload, attempts, pauses and body; for `frames()` up to the first byte of the
   * body. 1 to 2 147 483 647.
   * @defaultValue 300 000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest pause in the middle of a body, in milliseconds, while somebody waits for it. 1 to 2 147 483 647.
   * @defaultValue 60 000
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * How often a request is made again where Hive refused it (429, 500, 502, 503) or was never reached; `false` for never.
   * @defaultValue two more attempts after pauses of up to 0.5 s and 1 s, drawn by chance
   */
  readonly retry?: RetryOptions | false | undefined;
  /** The largest submissions that are sent, and the largest replies that are held. */
  readonly limits?: HiveLimits | undefined;
  /** Where attempts, pauses and mistakes are logged, without secrets. */
  readonly logger?: HiveLogger | undefined;
  /** Told of every attempt of every call. What it throws is ignored. */
  readonly onAttempt?: ((attempt: AttemptInfo) => void) | undefined;
  /**
   * Allows a key for Hive's own address in a web page, where every visitor can read it.
   * @defaultValue `false`
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
};
