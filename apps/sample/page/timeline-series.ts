import { isNegativeClass } from "@hivekit/core/classes";
import type { ItemFrame } from "../api/desk-api.ts";
import { scoresOf } from "./frame-scores.ts";

/** Scores over time, by class, and how high each class came at most. */
export type TimelineSeries = {
  /** Takes frames as they come. */
  add(frames: readonly ItemFrame[]): void;
  /** Seconds from the start of the media, ascending. */
  readonly times: readonly number[];
  /** A class's scores at these times; `null` where it has none. */
  scoresOf(name: string): readonly (number | null)[];
  /** The classes by what they came to at most, the highest first; those that say that something is not there come last. */
  ranked(): readonly RankedClass[];
};

/** A class and the highest score that it came to. */
type RankedClass = {
  readonly class: string;
  readonly peak: number;
  readonly scale: ItemFrame["scale"];
};

/** Makes one without frames. Several results may speak of the same times, one after the other. */
export function createTimelineSeries(): TimelineSeries {
  const times: number[] = [];
  const columns = new Map<string, (number | null)[]>();
  const peaks = new Map<string, RankedClass>();
  // Classes of objects, and the times at which objects were looked for: where none was found, the score is 0.
  const ofObjects = new Set<string>();
  const lookedForObjects = new Set<number>();

  /** The place of a time; makes room for it where it is not there yet. */
  const rowOf = (seconds: number): number => {
    const last = times.length - 1;
    let row = times.length;
    if (seconds <= (times[last] ?? -1)) row = times.findIndex((time) => time >= seconds);
    if (times[row] === seconds) return row;
    times.splice(row, 0, seconds);
    for (const column of columns.values()) column.splice(row, 0, null);
    return row;
  };

  const take = (frame: ItemFrame): void => {
    const row = frame.timeSeconds === null ? null : rowOf(frame.timeSeconds);
    if (frame.kind === "detection" && frame.evaluated && frame.timeSeconds !== null)
      lookedForObjects.add(frame.timeSeconds);
    for (const { class: name } of frame.boxes.flatMap((box) => box.classes)) ofObjects.add(name);
    for (const [name, score] of scoresOf(frame)) {
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
      for (const frame of frames) take(frame);
    },
    times,
    scoresOf: (name) => {
      const column = columns.get(name) ?? [];
      if (!ofObjects.has(name)) return column;
      return times.map((time, row) => column[row] ?? (lookedForObjects.has(time) ? 0 : null));
    },
    ranked: () => [...peaks.values()].toSorted((one, other) => weightOf(other) - weightOf(one)),
  };
}

/** A head of which nothing is there says so with a score near 1; nobody looks for that. */
function weightOf({ class: name, peak }: RankedClass): number {
  return isNegativeClass(name) === true ? peak - 10 : peak;
}
