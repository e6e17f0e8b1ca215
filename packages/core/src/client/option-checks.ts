import type { CallOptions, SubmitOptions, TaskOptions } from "./call-options.ts";
import type { HiveClientOptions, HiveLimits } from "./client-options.ts";
import type { FrameLimits } from "../frames/frame-reader.ts";
import {
  abortSignal,
  booleanValue,
  functionValue,
  mustBe,
  objectOf,
  oneOf,
  stringValue,
  valueOr,
  wholeNumber,
} from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import { isModelName } from "../protocol/model-name.ts";
import { webUrl } from "../submission/web-url.ts";
import { isForbiddenHeader } from "../transport/forbidden-header.ts";
import type { RetryOptions } from "../transport/retry.ts";
import { isObject, isPlainObject } from "../value/is-object.ts";

/** The longest delay of a timer, in milliseconds: 2^31 - 1, about 24.8 days. */
const LONGEST_MS = 2_147_483_647;

const milliseconds = wholeNumber(1, LONGEST_MS);
const pause = wholeNumber(0, LONGEST_MS);
/** Accepts a limit: a whole number of at least 1, or `null` for none. */
export const limit: OptionCheck = valueOr(null, wholeNumber(1));

const retry = valueOr(
  false,
  objectOf<RetryOptions>({
    limit: wholeNumber(0, 10),
    minDelayMs: pause,
    maxDelayMs: pause,
    unknownOutcome: booleanValue,
  }),
);

/** Checks the option `limits` of `readFrames`. */
export const frameLimits: OptionCheck = objectOf<FrameLimits>({
  frameCharacters: limit,
  envelopeCharacters: limit,
});

/** Checks the options that a client and its calls share. */
const SHARED = {
  headers: mustBe("a plain object of HTTP headers without authorization or content-type", areHeaders),
  timeoutMs: milliseconds,
  idleTimeoutMs: milliseconds,
  retry,
  model: mustBe('a model such as "hive/visual-moderation"', isModelName),
  onAttempt: functionValue,
};

/** Accepts an object that implements `HiveTelemetry`. */
export const telemetry: OptionCheck = mustBe(
  "an object with the method startCall",
  (value) => isObject(value) && typeof value["startCall"] === "function",
);

/** Checks the options of every client. */
export const CONNECTION_CHECKS: OptionChecks<Omit<HiveClientOptions, "api" | "limits">> = extend(SHARED, {
  apiKey: mustBe(
    "a string or a function",
    (value) => typeof value === "string" || typeof value === "function",
  ),
  baseUrl: stringValue,
  fetch: functionValue,
  logger: mustBe(
    "an object with the methods debug, info, warn and error",
    (value) =>
      isObject(value) &&
      ["debug", "info", "warn", "error"].every((level) => typeof value[level] === "function"),
  ),
  telemetry,
  dangerouslyAllowBrowser: booleanValue,
});

/** Checks the options of a `HiveClient`. */
export const CLIENT_CHECKS: OptionChecks<HiveClientOptions> = extend(CONNECTION_CHECKS, {
  api: oneOf("v1", "v2", "v3"),
  limits: objectOf<HiveLimits>({
    mediaBytes: limit,
    textCharacters: limit,
    frameCharacters: limit,
    envelopeCharacters: limit,
    replyBytes: limit,
  }),
});

/** Checks the options of every call. */
export const REQUEST_CHECKS: OptionChecks<Omit<CallOptions, "metadata">> = extend(SHARED, {
  signal: abortSignal,
  params: mustBe("a JSON object", (value) => {
    // Throws for a value that JSON would drop or cannot contain.
    JSON.stringify(value, (_key, part: unknown) => {
      if (isObject(part) && !isPlainObject(part)) throw new TypeError();
      return part;
    });
    return isPlainObject(value);
  }),
});

/** Checks the options of a call of a `HiveClient`. */
export const CALL_CHECKS: OptionChecks<CallOptions> = extend(REQUEST_CHECKS, { metadata: stringValue });

/** Checks the options of `submit`. */
export const SUBMIT_CHECKS: OptionChecks<SubmitOptions> = extend(CALL_CHECKS, { callbackUrl: webUrl });

/** Checks the options of `task`. */
export const TASK_CHECKS: OptionChecks<TaskOptions> = extend(CALL_CHECKS, {
  frameLimit: wholeNumber(1),
  frameOffset: wholeNumber(0),
});

/**
 * Adds checks to others. Bundlers cannot remove an unused object that contains a spread, but they can remove an unused
 * call of this function.
 */
/* @__NO_SIDE_EFFECTS__ */ export function extend<Checks, More>(checks: Checks, more: More): Checks & More {
  return { ...checks, ...more };
}

function areHeaders(value: unknown): boolean {
  // Throws if a name or a value is invalid.
  void new Headers(Object(value));
  return (
    isPlainObject(value) &&
    Object.entries(value).every(([name, text]) => typeof text === "string" && !isForbiddenHeader(name))
  );
}
