/** The condition does not hold, whatever data is missing. */
export const NO = 0;
/** The condition holds, whatever data is missing. */
export const YES = 1;
/** The condition may hold or not, because data is missing. */
export const UNKNOWN = 2;
/** Data is missing that the policy ignores: as if the policy did not have the condition. */
export const ABSENT = 3;

/** The outcome of a condition. A number, because it is computed for each frame. */
export type Truth = typeof NO | typeof YES | typeof UNKNOWN | typeof ABSENT;

/** Combines conditions that must all hold. Ignored ones do not count. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(NO)) return NO;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(YES) ? YES : ABSENT;
}

/** Combines conditions of which one must hold. Ignored ones do not count. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(YES)) return YES;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(NO) ? NO : ABSENT;
}
