import { isNegativeClass } from "@hivekit/core/classes";
import type { ItemFrame } from "../../api/desk-api.ts";
import { scoresByClass } from "./frame-store.ts";

/** The scores of each class over time, and its peak. */
export type TimelineSeries = {
  /** Adds frames as they arrive. */
  add(frames: readonly ItemFrame[]): void;
  /** Seconds from the start of the media, ascending. */
  readonly times: readonly number[];
  /** Returns the scores of a class at these times; `null` where it has none. */
  scoresOf(name: string): readonly (number | null)[];
  /** Returns the classes sorted by peak, highest first. Negative classes such as `no_gun` come last. */
  ranked(): readonly RankedClass[];
};

/** A class and its highest score. */
type RankedClass = {
  readonly class: string;
  readonly peak: number;
  readonly scale: ItemFrame["scale"];
};

/** Creates a series without frames. Several results may cover the same times, one after another. */
export function createTimelineSeries(): TimelineSeries {
  const times: number[] = [];
  const columns = new Map<string, (number | null)[]>();
  const peaks = new Map<string, RankedClass>();
  // The classes of boxes, and the times of detection frames: without a box, the score at such a time is 0.
  const boxClasses = new Set<string>();
  const detectionTimes = new Set<number>();

  /** Returns the row of a time, and inserts the row if it does not exist. */
  const findOrInsertRow = (seconds: number): number => {
    const last = times.length - 1;
    let row = times.length;
    if (seconds <= (times[last] ?? -1)) row = times.findIndex((time) => time >= seconds);
    if (times[row] === seconds) return row;
    times.splice(row, 0, seconds);
    for (const column of columns.values()) column.splice(row, 0, null);
    return row;
  };

  const addFrame = (frame: ItemFrame): void => {
    const row = frame.timeSeconds === null ? null : findOrInsertRow(frame.timeSeconds);
    if (frame.kind === "detection" && frame.evaluated && frame.timeSeconds !== null)
      detectionTimes.add(frame.timeSeconds);
    for (const { class: name } of frame.boxes.flatMap((box) => box.classes)) boxClasses.add(name);
    for (const [name, score] of scoresByClass(frame)) {
      const known = peaks.get(name);
      if (known === undefined || score > known.peak)
        peaks.set(name, { class: name, peak: score, scale: frame.scale });
      if (row === null) continue;
      const column = columns.get(name) ?? Array.from<null>({ length: times.length }).fill(null);
      if (!columns.has(name)) columns.set(name, column);
      column[row] = Math.max(score, column[row] ?? 0);
    }
  };

  return {
    add: (frames) => {
      for (const frame of frames) addFrame(frame);
    },
    times,
    scoresOf: (name) => {
      const column = columns.get(name) ?? [];
      if (!boxClasses.has(name)) return column;
      return times.map((time, row) => column[row] ?? (detectionTimes.has(time) ? 0 : null));
    },
    ranked: () => [...peaks.values()].toSorted((one, other) => rankOf(other) - rankOf(one)),
  };
}

/** Negative classes often score near 1 and are of little interest, so they rank last. */
function rankOf({ class: name, peak }: RankedClass): number {
  return isNegativeClass(name) === true ? peak - 10 : peak;
}
