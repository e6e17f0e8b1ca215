import { isNegativeClass } from "@hivekit/core/classes";
import type { ItemDetail } from "../../api/desk-api.ts";
import type { TimelineSeries } from "./timeline-series.ts";

/** The maximum number of chart lines that viewers can distinguish. */
const MAX_SHOWN = 6;
/** A class with a lower peak has no line. */
const MIN_PEAK = 0.05;

/**
 * Selects the classes to show as lines: those of the verdict and the segments, then those with the highest peaks.
 *
 * @param previous - the classes that had a line before. Those that keep it also keep their position.
 */
export function selectShownClasses(
  series: Pick<TimelineSeries, "ranked">,
  { segments, verdict }: Pick<ItemDetail, "segments" | "verdict">,
  previous: readonly string[] = [],
): readonly string[] {
  const ranked = series.ranked();
  const known = new Set(ranked.map((one) => one.class));
  const reasons = (verdict?.reasons ?? []).flatMap((reason) => [reason, ...reason.parts]);
  const named = [...reasons, ...segments].flatMap((one) => one.class ?? []);
  const strong = ranked.filter(({ peak }) => peak >= MIN_PEAK).map((one) => one.class);
  const positive = strong.filter((name) => isNegativeClass(name) !== true);
  const candidates = [
    ...named.filter((name) => known.has(name)),
    ...(positive.length > 0 ? positive : strong),
  ];
  const chosen = new Set([...new Set(candidates)].slice(0, MAX_SHOWN));
  return [...previous.filter((name) => chosen.delete(name)), ...chosen];
}
