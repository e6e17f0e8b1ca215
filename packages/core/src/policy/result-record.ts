import { PositionSet } from "./position-set.ts";
import type { FrameRule } from "./rule.ts";
import { RuleRecord } from "./rule-record.ts";

/** What is remembered of the frames of one result; a position is a frame's place among those that were taken of it. */
export class ResultRecord {
  readonly resultIndex: number;
  /** By the place of the rule. */
  readonly rules: readonly RuleRecord[];
  /** By position: `index` of the frame, and its time, not a number where it has none. */
  readonly indexes: number[] = [];
  readonly times: number[] = [];
  /** Positions of the frames that the model did not judge. */
  readonly unevaluated = new PositionSet();
  /** Whether times, and indexes within the same time, have only gone up so far. */
  isAscending = true;
  /** Time and index of the last frame that has a time. */
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastIndex = -1;

  constructor(resultIndex: number, rules: readonly FrameRule[]) {
    this.resultIndex = resultIndex;
    this.rules = rules.map((rule) => new RuleRecord(rule));
  }

  /** Takes note of the next frame. @returns its position. */
  take(frame: {
    readonly index: number;
    readonly timeSeconds: number | null;
    readonly evaluated: boolean;
  }): number {
    const position = this.indexes.push(frame.index) - 1;
    const seconds = frame.timeSeconds ?? Number.NaN;
    this.times.push(seconds);
    if (!frame.evaluated) this.unevaluated.add(position);
    if (Number.isFinite(seconds)) {
      const isAfter =
        seconds > this.#lastSeconds || (seconds === this.#lastSeconds && frame.index > this.#lastIndex);
      this.isAscending &&= isAfter;
      this.#lastSeconds = seconds;
      this.#lastIndex = frame.index;
    }
    return position;
  }

  /** How many frames were taken. */
  get frameCount(): number {
    return this.indexes.length;
  }

  /** The `index` of frames by their positions, ascending. */
  indexesAt(positions: Iterable<number>): readonly number[] {
    return Array.from(positions, (position) => this.indexes[position] ?? position).toSorted(
      (one, other) => one - other,
    );
  }
}
