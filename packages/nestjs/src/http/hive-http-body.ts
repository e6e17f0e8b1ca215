import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";

/** What a client of the app is told about a failure. */
export type HiveHttpBody = {
  /** The HTTP status. */
  readonly statusCode: number;
  /** What went wrong, as one word. */
  readonly kind: HiveErrorKind;
  /** Why Hive said no, as one word; `null` where the kind says it all, and where it is nobody's business. */
  readonly reason: HiveErrorReason | null;
  /** One sentence without secrets: what is wrong with the input (400) or the media (422), else the same for each status. */
  readonly message: string;
  /** How long to wait, in seconds; `null` where that is not known. */
  readonly retryAfterSeconds: number | null;
};

const STATUS_OF_KIND: { readonly [kind in HiveErrorKind]: number } = {
  input: 400,
  config: 500,
  http: 502,
  task: 502,
  network: 502,
  decode: 502,
  closed: 503,
  timeout: 504,
};

/** Where the reason tells more than the kind. */
const STATUS_OF_REASON: { readonly [reason in HiveErrorReason]?: number } = {
  unsupported_media: 422,
  corrupt_media: 422,
  unauthorized: 500,
  insufficient_balance: 503,
  rate_limited: 503,
};

/** What is told of failures that are not the caller's; of the others, what the error says. */
const MESSAGES: { readonly [statusCode: number]: string } = {
  500: "The server is not set up to reach Hive.",
  502: "Hive gave no result that could be used.",
  503: "Hive cannot be asked now; try again later.",
  504: "Hive did not answer in time.",
};

/** Hive asks to "try again in a few minutes", and rarely says in how many. */
const RATE_LIMIT_PAUSE_SECONDS = 60;

/** What an HTTP client is told about an error; see `hiveHttpException`. */
export function httpBodyOf(error: AnyHiveError): HiveHttpBody {
  const reason = "reason" in error ? error.reason : null;
  const statusCode = statusOf(error.kind, reason);
  return {
    statusCode,
    kind: error.kind,
    reason: isPrivate(statusCode, reason) ? null : reason,
    message: MESSAGES[statusCode] ?? error.message,
    retryAfterSeconds: retryAfterOf(error),
  };
}

function statusOf(kind: HiveErrorKind, reason: HiveErrorReason | null): number {
  const ofReason = reason === null ? undefined : STATUS_OF_REASON[reason];
  // A newer copy of core may have kinds that this one does not know.
  return ofReason ?? (Object.hasOwn(STATUS_OF_KIND, kind) ? STATUS_OF_KIND[kind] : 502);
}

function isPrivate(statusCode: number, reason: HiveErrorReason | null): boolean {
  return statusCode === 500 || reason === "insufficient_balance";
}

function retryAfterOf(error: AnyHiveError): number | null {
  if (!("reason" in error) || error.reason !== "rate_limited") return null;
  const asked = error.kind === "http" ? error.retryAfterMs : null;
  return asked === null ? RATE_LIMIT_PAUSE_SECONDS : Math.ceil(asked / 1000);
}
