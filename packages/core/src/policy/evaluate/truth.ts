/** The condition does not hold, regardless of missing data. */
export const NO = 0;
/** The condition holds, regardless of missing data. */
export const YES = 1;
/** Whether the condition holds is unknown, because data is missing. */
export const UNKNOWN = 2;
/** The policy ignores the missing data, as if it did not have the condition. */
export const ABSENT = 3;

/** The outcome of a condition. It is a number for speed, because it is computed for each frame. */
export type Truth = typeof NO | typeof YES | typeof UNKNOWN | typeof ABSENT;

/** Combines conditions that must all hold. Ignored ones do not count. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(NO)) return NO;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(YES) ? YES : ABSENT;
}

/** Combines conditions of which at least one must hold. Ignored ones do not count. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(YES)) return YES;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(NO) ? NO : ABSENT;
}
