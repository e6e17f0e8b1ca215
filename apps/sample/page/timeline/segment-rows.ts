import type { ItemSegment } from "../../api/desk-api.ts";
import type { ClassColors } from "../frames/class-colors.ts";
import { button, element } from "../dom/element.ts";
import { refresh } from "../dom/refresh.ts";
import { mergeSegments } from "./segment-bars.ts";
import { formatSeconds } from "../format/format-values.ts";

/** The number of rows: the classes with the highest peaks, in the order of their first segment. */
const MAX_ROWS = 8;

/**
 * Shows segments as bars below the timeline, one row per class. Each bar is a button that jumps to the start of the
 * segment.
 */
export function showSegments(
  container: HTMLElement,
  segments: readonly ItemSegment[],
  options: {
    /** The end of the timeline, in seconds. */
    readonly endSeconds: number;
    readonly colors: ClassColors;
    readonly jump: (seconds: number) => void;
  },
): void {
  const { endSeconds, colors, jump } = options;
  const byClass = new Map<string, ItemSegment[]>();
  for (const segment of segments)
    byClass.set(segment.class, [...(byClass.get(segment.class) ?? []), segment]);
  const highestPeak = (list: readonly ItemSegment[]): number =>
    Math.max(...list.map(({ peakScore }) => peakScore));
  const firstStart = (list: readonly ItemSegment[]): number => Math.min(...list.map(({ start }) => start));
  const rows = [...byClass]
    .toSorted(([, one], [, other]) => highestPeak(other) - highestPeak(one))
    .slice(0, MAX_ROWS)
    .toSorted(([, one], [, other]) => firstStart(one) - firstStart(other));
  refresh(container, [rows, endSeconds], {
    build: () =>
      rows.map(([name, list]) => {
        const bars = mergeSegments(list, endSeconds).map(({ start, end, peakScore, count }) => {
          const times = count > 1 ? ` ${count} times` : "";
          const label = `${name}${times} from ${formatSeconds(start)} to ${formatSeconds(end)}, peak ${peakScore.toFixed(2)}`;
          const bar = button(
            () => jump(start),
            {
              class: "segment",
              title: label,
              "aria-label": `${label}: jump to the start`,
              "data-key": `${name} ${start}`,
            },
            [],
          );
          bar.style.left = `${(start / endSeconds) * 100}%`;
          bar.style.width = `${((Math.min(end, endSeconds) - start) / endSeconds) * 100}%`;
          return element("li", {}, [bar]);
        });
        const row = element("li", { class: "segment-row" }, [
          element("span", { class: "segment-name" }, [name]),
          element("ul", { "aria-label": name }, bars),
        ]);
        row.style.setProperty("--class", colors.of(name));
        return row;
      }),
  });
}
