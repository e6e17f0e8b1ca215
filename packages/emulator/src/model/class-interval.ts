/** A part of a media file. */
export type TimeInterval = {
  /** The start in seconds. @defaultValue 0 */
  readonly fromSeconds?: number | undefined;
  /**
   * The end in seconds. A frame at exactly this time is not included.
   *
   * @defaultValue the end
   */
  readonly toSeconds?: number | undefined;
};

/** Scores of classes in a part of a media file. */
export type ClassInterval = TimeInterval & {
  /** Scores by class, 0 to 1. The other classes of the same head share the rest. */
  readonly classes: Readonly<Record<string, number>>;
};

/** Checks whether an interval includes a time, in seconds. */
export function includesTime(interval: TimeInterval, timeSeconds: number): boolean {
  const { fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY } = interval;
  return timeSeconds >= fromSeconds && timeSeconds < toSeconds;
}

/** Checks whether two intervals overlap. */
export function overlap(one: TimeInterval, other: TimeInterval): boolean {
  return includesTime(one, other.fromSeconds ?? 0) || includesTime(other, one.fromSeconds ?? 0);
}
