/** No: it does not hold, whatever may be missing. */
export const NO = 0;
/** Yes: it holds, whatever may be missing. */
export const YES = 1;
/** It may hold or not: something is missing. */
export const UNKNOWN = 2;
/** Something is missing that the policy ignores: as if the condition did not stand there. */
export const ABSENT = 3;

/** What can be said of a condition. Numbers, because they are asked for each frame. */
export type Truth = typeof NO | typeof YES | typeof UNKNOWN | typeof ABSENT;

/** Of several that must all hold: one that does not decides; what is ignored does not count. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(NO)) return NO;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(YES) ? YES : ABSENT;
}

/** Of several of which one is enough: one that holds decides; what is ignored does not count. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(YES)) return YES;
  if (truths.includes(UNKNOWN)) return UNKNOWN;
  return truths.includes(NO) ? NO : ABSENT;
}
