import { CHROMIUM } from "./runtimes.ts";

/** What a runtime cannot do. The test holds it to exactly this: a limit that is gone fails as one that is new. */
export type KnownLimit = {
  /** The runtime's name. */
  readonly runtime: string;
  /** The case's name. */
  readonly case: string;
  /** The `kind` of the error of core's that comes; `null` where the call succeeds, and only what the server sees differs. */
  readonly kind: string | null;
  /** What the case says is wrong. */
  readonly says: RegExp;
  /** Why, and what to do, for the table's readers. */
  readonly why: string;
};

const NEVER_MADE = "tells a connection that was never made, which can be tried again";
const SENT_ONCE = "sends nothing again after a lost connection";
const SENT_MORE_OFTEN = /expected 8, got (?:9|\d\d)$/;

/** In the order of the table. */
export const KNOWN_LIMITS: readonly KnownLimit[] = [
  {
    runtime: "Deno",
    case: "announces the length of a large upload of known size",
    kind: null,
    says: /expected \d+, got null/,
    why: "Deno sends every stream chunked, whatever length is announced. More than 8 MiB are sent as a stream. Whether Hive takes that is not known; up to 8 MiB, or a `url`, avoid it.",
  },
  {
    runtime: CHROMIUM,
    case: "sends a stream while it is still being made",
    kind: "timeout",
    says: /^HiveTimeoutError: /,
    why: "Browsers stream an upload over HTTP/2 only, if at all. Core collects the stream and sends it then, which counts towards `timeoutMs`: a stream that waits for its own upload ends in a `HiveTimeoutError` (`deadline`). A `File` is sent from where it lies, and not collected.",
  },
  {
    runtime: "Deno",
    case: SENT_ONCE,
    kind: null,
    says: SENT_MORE_OFTEN,
    why: "Deno itself sends a POST again if a connection that it had used before is reset before an answer; core can neither forbid it nor see it. At the end comes a `HiveNetworkError`, once. A stream is sent once only: where nothing may be billed twice, give `media` as a stream, `blob.stream()`.",
  },
  {
    runtime: CHROMIUM,
    case: SENT_ONCE,
    kind: null,
    says: SENT_MORE_OFTEN,
    why: "So does the browser. What must not be billed twice is to be submitted by a server.",
  },
  {
    runtime: CHROMIUM,
    case: `${SENT_ONCE}: a stream`,
    kind: null,
    says: SENT_MORE_OFTEN,
    why: "In a page a stream is collected before it is sent, and then as the above.",
  },
  {
    runtime: "workerd",
    case: NEVER_MADE,
    kind: "network",
    says: /"isRetryable":false/,
    why: "workerd calls a connection that was never made a lost one. The `HiveNetworkError` is not retryable then, and core does not retry: the call might have been billed.",
  },
  {
    runtime: CHROMIUM,
    case: NEVER_MADE,
    kind: "network",
    says: /"isRetryable":false/,
    why: "A page is not told why a request failed. The `HiveNetworkError` is not retryable then, and core does not retry: the call might have been billed.",
  },
];
