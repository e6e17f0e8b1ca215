import { isNegativeClass } from "@hivekit/core/classes";
import type { ItemDetail } from "../api/desk-api.ts";
import type { TimelineSeries } from "./timeline-series.ts";

/** As many lines as can be told apart. */
const MOST_SHOWN = 6;
/** What never came to this is not worth a line. */
const LEAST_PEAK = 0.05;

/**
 * The classes worth a line of their own: those that the verdict and the segments speak of, then the strongest.
 *
 * @param before - those that have a line until now: those that keep it keep their place.
 */
export function shownClasses(
  series: Pick<TimelineSeries, "ranked">,
  { segments, verdict }: Pick<ItemDetail, "segments" | "verdict">,
  before: readonly string[] = [],
): readonly string[] {
  const ranked = series.ranked();
  const known = new Set(ranked.map((one) => one.class));
  const reasons = (verdict?.reasons ?? []).flatMap((reason) => [reason, ...reason.parts]);
  const named = [...reasons, ...segments].flatMap((one) => one.class ?? []);
  const strong = ranked.filter(({ peak }) => peak >= LEAST_PEAK).map((one) => one.class);
  const positive = strong.filter((name) => isNegativeClass(name) !== true);
  const wanted = [...named.filter((name) => known.has(name)), ...(positive.length > 0 ? positive : strong)];
  const chosen = new Set([...new Set(wanted)].slice(0, MOST_SHOWN));
  return [...before.filter((name) => chosen.delete(name)), ...chosen];
}
