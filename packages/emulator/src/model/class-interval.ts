/** Scores of classes in a part of a media file. */
export type ClassInterval = {
  /** The first second that shows the classes. @defaultValue 0 */
  readonly fromSeconds?: number | undefined;
  /**
   * The second from which they are no longer shown: a frame at exactly this time does not show them.
   *
   * @defaultValue the end
   */
  readonly toSeconds?: number | undefined;
  /** Scores by class, 0 to 1. The other classes of the same head share the rest. */
  readonly classes: Readonly<Record<string, number>>;
};

/** Whether an interval includes a time, in seconds. */
export function includesTime(interval: ClassInterval, timeSeconds: number): boolean {
  const { fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY } = interval;
  return timeSeconds >= fromSeconds && timeSeconds < toSeconds;
}

/** Whether two intervals have a time in common. */
export function overlap(one: ClassInterval, other: ClassInterval): boolean {
  return includesTime(one, other.fromSeconds ?? 0) || includesTime(other, one.fromSeconds ?? 0);
}
