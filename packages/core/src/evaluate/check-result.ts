import { HiveInputError } from "../error/hive-input-error.ts";
import { describeType, isObject } from "../value/is-object.ts";
import type { Evaluation } from "./evaluation.ts";
import type { ThresholdCurve } from "./sweep-threshold.ts";

/**
 * Checks that a value is a curve, not for example a promise.
 *
 * @param of - The name of the function that takes it, for the message.
 * @throws HiveInputError if it is not.
 */
export function checkCurve(value: ThresholdCurve, of: string): void {
  const isCurve =
    hasObjects(value, ["above"]) && Array.isArray(value.steps) && typeof value.class === "string";
  if (!isCurve) throw createError(value, `${of}: curve must be the awaited result of sweepThreshold()`);
}

/**
 * Checks that a value is an evaluation, not for example a promise.
 *
 * @param of - The name of the function that takes it, for the message.
 * @throws HiveInputError if it is not.
 */
export function checkEvaluation(value: Evaluation, of: string): void {
  if (hasObjects(value, ["matrix", "decisions", "tags"])) return;
  throw createError(
    value,
    `${of}: evaluation must be the awaited result of evaluatePolicy() or evaluateVerdicts()`,
  );
}

function hasObjects(value: unknown, properties: readonly string[]): boolean {
  return isObject(value) && properties.every((property) => isObject(value[property]));
}

function createError(value: unknown, problem: string): HiveInputError {
  return new HiveInputError(`${problem}, got ${describeType(value)}.`);
}
