import type { CallOptions, RetryOptions } from "@hivekit/core";
import {
  abortSignal,
  booleanValue,
  createOptionError,
  functionValue,
  mustBe,
  nonEmptyString,
  objectOf,
  recordOf,
  stringValue,
  valueOr,
  wholeNumber,
} from "@hivekit/core/options";
import type { OptionCheck, OptionChecks } from "@hivekit/core/options";

/**
 * The longest duration of a timer, in milliseconds: 2^31 - 1, about 24.8 days. Core has the same limit, but does not
 * export it.
 */
const MAX_TIMER_MS = 2_147_483_647;

const timeout = wholeNumber(1, MAX_TIMER_MS);
const delay = wholeNumber(0, MAX_TIMER_MS);

/** Accepts every value. */
export const anyValue: OptionCheck = () => {};

/**
 * The checks of the options of every call, so that an invalid option is rejected when the Observable is created. The
 * client checks the rest when it is called: the names of headers, the format of the model, and the options of the API
 * generation.
 */
export const REQUEST_CHECKS: OptionChecks<Omit<CallOptions, "metadata">> = {
  signal: abortSignal,
  timeoutMs: timeout,
  idleTimeoutMs: timeout,
  retry: valueOr(
    false,
    objectOf<RetryOptions>({
      limit: wholeNumber(0, 10),
      minDelayMs: delay,
      maxDelayMs: delay,
      unknownOutcome: booleanValue,
    }),
  ),
  headers: recordOf(stringValue),
  model: nonEmptyString,
  params: recordOf(anyValue),
  onAttempt: functionValue,
};

/** The checks of the options of a call of a `HiveClient`. */
export const CALL_CHECKS: OptionChecks<CallOptions> = { ...REQUEST_CHECKS, metadata: stringValue };

/** Accepts a number of items in flight. */
export const concurrencyCheck: OptionCheck = wholeNumber(1);

/** Accepts a probability or a level. */
export const scoreCheck: OptionCheck = mustBe(
  "a probability from 0 to 1 or, for a class of a text model, a whole-number level up to 3",
  (value) => value === 2 || value === 3 || (typeof value === "number" && value >= 0 && value <= 1),
  "number",
);

/**
 * Checks an object whose keys are classes. An object without a class is rejected, because nothing would ever be
 * emitted.
 *
 * @param of - The operator, for the message.
 * @throws HiveConfigError whose `option` is the path of the value, such as `yes_smoking.leave`, or `classes` for the
 * object itself.
 */
export function checkClasses(of: string, classes: unknown, check: OptionCheck): void {
  recordOf(check)(classes ?? null, "", (path, problem) => {
    throw createOptionError({ path: path === "" ? "classes" : path, problem }, of);
  });
  if (Object.values(Object(classes)).every((value) => value === undefined)) {
    throw createOptionError({ path: "classes", problem: "must name at least one class" }, of);
  }
}
