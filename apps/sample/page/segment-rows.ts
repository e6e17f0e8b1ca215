import type { ItemSegment } from "../api/desk-api.ts";
import type { ClassColors } from "./class-colors.ts";
import { button, element } from "./element.ts";
import { refresh } from "./refresh.ts";
import { segmentBars } from "./segment-bars.ts";
import { secondsText } from "./words.ts";

/** Classes that have a row of bars; the strongest ones, in the order in which they begin. */
const MOST_ROWS = 8;

/** Shows segments as bars below the timeline, a row for each class; each bar is a button that jumps to its start. */
export function showSegments(
  place: HTMLElement,
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
  const peakOf = (list: readonly ItemSegment[]): number =>
    Math.max(...list.map(({ peakScore }) => peakScore));
  const startOf = (list: readonly ItemSegment[]): number => Math.min(...list.map(({ start }) => start));
  const rows = [...byClass]
    .toSorted(([, one], [, other]) => peakOf(other) - peakOf(one))
    .slice(0, MOST_ROWS)
    .toSorted(([, one], [, other]) => startOf(one) - startOf(other));
  refresh(place, [rows, endSeconds], {
    build: () =>
      rows.map(([name, list]) => {
        const bars = segmentBars(list, endSeconds).map(({ start, end, peakScore, count }) => {
          const many = count > 1 ? ` ${count} times` : "";
          const words = `${name}${many} from ${secondsText(start)} to ${secondsText(end)}, at most ${peakScore.toFixed(2)}`;
          const bar = button(
            () => jump(start),
            {
              class: "segment",
              title: words,
              "aria-label": `${words}: go there`,
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
