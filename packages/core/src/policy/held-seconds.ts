import type { Needs } from "./rule.ts";
import type { SecondsRange } from "./verdict.ts";

/** Times are compared to the microsecond: 0.7 - 0.4 is meant to be 0.3. */
const MICROSECONDS = 1e6;

/** Rounds seconds to the microsecond. */
export function roundSeconds(seconds: number): number {
  return Math.round(seconds * MICROSECONDS) / MICROSECONDS;
}

/** Adds up for how long something holds, in total and in a row. Never goes down: what has been reached stays reached. */
export class HeldSeconds {
  readonly #gapSeconds: number;
  /** All ranges but the last. */
  readonly #closed: SecondsRange[] = [];
  /** The range that the next span may go on; `null` before the first. */
  #last: SecondsRange | null = null;
  /** Seconds of the ranges in `#closed`. */
  #closedSeconds = 0;
  /** Seconds of those among them that are in a row with the last. */
  #rowSeconds = 0;
  #longestRowSeconds = 0;

  /** @param gapSeconds - How long a gap may be that does not end a row. */
  constructor(gapSeconds: number) {
    this.#gapSeconds = gapSeconds;
  }

  /** Takes the next span in which it holds; never before the end of the one before. */
  add(startSeconds: number, endSeconds: number): void {
    const last = this.#last;
    if (last === null) {
      this.#last = { start: startSeconds, end: endSeconds };
    } else if (last.end === startSeconds) {
      // By the range's two ends, because adding up many spans would add up what is rounded away.
      this.#last = { start: last.start, end: endSeconds };
    } else {
      this.#closed.push(last);
      this.#closedSeconds += last.end - last.start;
      const isInRow = roundSeconds(startSeconds - last.end) <= roundSeconds(this.#gapSeconds);
      this.#rowSeconds = isInRow ? this.#rowSeconds + (last.end - last.start) : 0;
      this.#last = { start: startSeconds, end: endSeconds };
    }
    const rowSeconds = this.#rowSeconds + lengthOf(this.#last);
    this.#longestRowSeconds = Math.max(this.#longestRowSeconds, rowSeconds);
  }

  /** Seconds in total. */
  get totalSeconds(): number {
    return roundSeconds(this.#closedSeconds + lengthOf(this.#last));
  }

  /** Seconds in the longest row; its gaps do not count. */
  get longestRowSeconds(): number {
    return roundSeconds(this.#longestRowSeconds);
  }

  /** When it holds, ascending; spans that follow each other are one. Those of no length are left out. */
  get ranges(): readonly SecondsRange[] {
    const all = this.#last === null ? this.#closed : [...this.#closed, this.#last];
    return all.filter(({ start, end }) => end > start);
  }

  /** Whether that is as long as is needed. */
  isEnough({ seconds, secondsInARow }: Pick<Needs, "seconds" | "secondsInARow">): boolean {
    return (
      (seconds === null || this.totalSeconds >= roundSeconds(seconds)) &&
      (secondsInARow === null || this.longestRowSeconds >= roundSeconds(secondsInARow))
    );
  }
}

function lengthOf(range: SecondsRange | null): number {
  return range === null ? 0 : range.end - range.start;
}
