import type { CallOptions } from "@hivekit/core";
import { createOptionError, mustBe, recordOf, wholeNumber } from "@hivekit/core/options";
import type { OptionCheck, OptionChecks } from "@hivekit/core/options";

/** Accepts any value: the client checks it when it is called. */
const checkedByClient: OptionCheck = () => {};

/** The checks of call options, so that an unknown option is rejected before a subscription. */
export const CALL_CHECKS: OptionChecks<CallOptions> = {
  signal: checkedByClient,
  timeoutMs: checkedByClient,
  idleTimeoutMs: checkedByClient,
  retry: checkedByClient,
  headers: checkedByClient,
  model: checkedByClient,
  metadata: checkedByClient,
  params: checkedByClient,
  onAttempt: checkedByClient,
};

/** Accepts a number of items in flight. */
export const concurrencyCheck: OptionCheck = wholeNumber(1);

/** Accepts a probability or a level. */
export const scoreCheck: OptionCheck = mustBe(
  "a probability from 0 to 1, or for a class of a text model a whole level up to 3",
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
