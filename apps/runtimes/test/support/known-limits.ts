import { CHROMIUM } from "./runtimes.ts";

/**
 * A limit of a runtime. The test requires exactly these limits: it fails if a limit disappears or a new one appears.
 */
export type KnownLimit = {
  /** The runtime's name. */
  readonly runtime: string;
  /** The case's name. */
  readonly case: string;
  /** The `kind` of core's error; `null` if the call succeeds and only the observed traffic differs. */
  readonly kind: string | null;
  /** Matches the message of the failed case. */
  readonly message: RegExp;
  /** The reason and a workaround, for the notes below the table. */
  readonly reason: string;
};

const FAILED_CONNECTION = "reports a failed connection attempt as retryable";
const NOT_RETRIED = "does not retry after a lost connection";
const SENT_AGAIN = /expected 8, got (?:9|\d\d)$/;

/** The known limits, in the order of the table. */
export const KNOWN_LIMITS: readonly KnownLimit[] = [
  {
    runtime: "Deno",
    case: "sends the length of a large upload of known size",
    kind: null,
    message: /expected \d+, got null/,
    reason:
      "Deno sends every stream with chunked encoding, even if its length is known. Core sends uploads of more than 8 MiB as a stream. It is not known whether Hive accepts chunked uploads. To avoid them, upload at most 8 MiB or pass a `url`.",
  },
  {
    runtime: CHROMIUM,
    case: "sends a stream while it is being produced",
    kind: "timeout",
    message: /^HiveTimeoutError: /,
    reason:
      "Browsers stream uploads over HTTP/2 only, if at all. Core therefore collects the stream before sending it, which counts toward `timeoutMs`. A stream that produces data only after earlier data has been sent ends in a `HiveTimeoutError` (`deadline`). A `File` is not collected first.",
  },
  {
    runtime: "Deno",
    case: NOT_RETRIED,
    kind: null,
    message: SENT_AGAIN,
    reason:
      "Deno automatically retries a POST if a reused connection is reset before the response. Core can neither prevent nor detect it; the call rejects with one `HiveNetworkError`. A stream is sent only once, so pass `media` as a stream (`blob.stream()`) if a second charge is not acceptable.",
  },
  {
    runtime: CHROMIUM,
    case: NOT_RETRIED,
    kind: null,
    message: SENT_AGAIN,
    reason:
      "The browser also retries automatically, as in note 3. If a second charge is not acceptable, submit from a server.",
  },
  {
    runtime: CHROMIUM,
    case: "does not retry a stream after a lost connection",
    kind: null,
    message: SENT_AGAIN,
    reason: "In a browser, core collects a stream before sending it, so note 4 applies.",
  },
  {
    runtime: "workerd",
    case: FAILED_CONNECTION,
    kind: "network",
    message: /"isRetryable":false/,
    reason:
      "workerd reports a failed connection attempt like a lost connection. The `HiveNetworkError` is not retryable, and core does not retry, because the call may have been billed.",
  },
  {
    runtime: CHROMIUM,
    case: FAILED_CONNECTION,
    kind: "network",
    message: /"isRetryable":false/,
    reason:
      "Browsers do not report why a request failed. The `HiveNetworkError` is not retryable, and core does not retry, because the call may have been billed.",
  },
];
