import type { EmulatorRuleFrames } from "./emulator-rule.ts";

/** Whether a part of a media is to be seen at a time, in seconds. */
export function isShownAt(part: EmulatorRuleFrames, timeSeconds: number): boolean {
  const { fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY } = part;
  return timeSeconds >= fromSeconds && timeSeconds < toSeconds;
}

/** Whether there is a time at which both are to be seen. */
export function overlap(one: EmulatorRuleFrames, other: EmulatorRuleFrames): boolean {
  return isShownAt(one, other.fromSeconds ?? 0) || isShownAt(other, one.fromSeconds ?? 0);
}
