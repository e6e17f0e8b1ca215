import { CHROMIUM } from "./runtimes.ts";

/**
 * A limit of a runtime. The test requires exactly these limits: a limit that has disappeared fails it, like a new one.
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

const NOT_ESTABLISHED = "reports a connection that could not be established as retryable";
const NOT_RETRIED = "does not retry after a lost connection";
const SENT_AGAIN = /expected 8, got (?:9|\d\d)$/;

/** In the order of the table. */
export const KNOWN_LIMITS: readonly KnownLimit[] = [
  {
    runtime: "Deno",
    case: "sends the length of a large upload of known size",
    kind: null,
    message: /expected \d+, got null/,
    reason:
      "Deno sends every stream chunked, even with a content length. Core sends more than 8 MiB as a stream. Whether Hive accepts that is unknown. Uploads of up to 8 MiB and a `url` avoid it.",
  },
  {
    runtime: CHROMIUM,
    case: "sends a stream while it is being produced",
    kind: "timeout",
    message: /^HiveTimeoutError: /,
    reason:
      "Browsers stream uploads over HTTP/2 only, if at all. Core therefore collects the stream before sending it, which counts towards `timeoutMs`. A stream that waits for its own upload ends in a `HiveTimeoutError` (`deadline`). A `File` is sent without collecting it.",
  },
  {
    runtime: "Deno",
    case: NOT_RETRIED,
    kind: null,
    message: SENT_AGAIN,
    reason:
      "Deno automatically retries a POST if a reused connection is reset before the response. Core can neither prevent nor detect it; the call rejects with one `HiveNetworkError`. A stream is sent only once, so pass `media` as a stream (`blob.stream()`) where a second charge is not acceptable.",
  },
  {
    runtime: CHROMIUM,
    case: NOT_RETRIED,
    kind: null,
    message: SENT_AGAIN,
    reason: "The browser does the same. Submit from a server where a second charge is not acceptable.",
  },
  {
    runtime: CHROMIUM,
    case: `${NOT_RETRIED}: a stream`,
    kind: null,
    message: SENT_AGAIN,
    reason: "Core collects a stream before sending it in a browser, so note 4 applies.",
  },
  {
    runtime: "workerd",
    case: NOT_ESTABLISHED,
    kind: "network",
    message: /"isRetryable":false/,
    reason:
      "workerd reports a connection that could not be established like a lost one. The `HiveNetworkError` is not retryable, and core does not retry, because the call may have been billed.",
  },
  {
    runtime: CHROMIUM,
    case: NOT_ESTABLISHED,
    kind: "network",
    message: /"isRetryable":false/,
    reason:
      "Browsers do not report why a request failed. The `HiveNetworkError` is not retryable, and core does not retry, because the call may have been billed.",
  },
];
