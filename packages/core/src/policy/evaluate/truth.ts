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
  return truths.reduce(both, ABSENT);
}

/** Combines conditions of which at least one must hold. Ignored ones do not count. */
export function anyOf(truths: readonly Truth[]): Truth {
  return truths.reduce(either, ABSENT);
}

/** Combines two conditions that must both hold. */
export function both(one: Truth, other: Truth): Truth {
  if (one === NO || other === NO) return NO;
  if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
  return one === YES || other === YES ? YES : ABSENT;
}

/** Combines two conditions of which at least one must hold. */
export function either(one: Truth, other: Truth): Truth {
  if (one === YES || other === YES) return YES;
  if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
  return one === NO || other === NO ? NO : ABSENT;
}
