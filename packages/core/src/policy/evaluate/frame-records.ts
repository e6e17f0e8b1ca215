import type { Frame } from "../../result/frame.ts";
import { requiresRowOrShare, requiresSeconds } from "../compile/program.ts";
import type { ClassTest, FrameRule } from "../compile/program.ts";
import { isIgnoredFor, isUnclear } from "./frame-scores.ts";
import type { FrameScores, MissingCause } from "./frame-scores.ts";
import { PositionSet } from "./position-set.ts";
import { HeldSeconds } from "./timeline.ts";
import type { FrameTimes } from "./timeline.ts";
import { NO, UNKNOWN, YES } from "./truth.ts";

/** Remembers one class test of a rule in one result. */
export class ClassTestRecord {
  readonly test: ClassTest;
  /** Whether any frame has the data that the test needs. */
  hasData = false;
  /** Whether any evaluated frame has all the data that the test needs. */
  isScored = false;
  /**
   * Positions of the frames in which both the rule and this test hold; the rule's own set if the rule has one class
   * test.
   */
  readonly held: PositionSet;
  /** Positions of the frames in which data that matters to the rule is missing, by cause. */
  readonly missing = new Map<MissingCause, PositionSet>();
  /** The highest score, and the highest number of boxes, in the frames of `held`. */
  score = 0;
  count = 0;

  constructor(test: ClassTest, held: PositionSet) {
    this.test = test;
    this.held = held;
  }

  /** Records the score of a frame in which it holds. */
  recordScore(scores: FrameScores): void {
    this.score = Math.max(this.score, scores.readScore(this.test));
    this.count = Math.max(this.count, scores.readCount(this.test));
  }

  /** Records a frame in which data is missing. */
  recordMissing(cause: MissingCause, position: number): void {
    const positions = this.missing.get(cause) ?? new PositionSet();
    this.missing.set(cause, positions);
    positions.add(position);
  }
}

/** Remembers one frame rule in one result. */
export class RuleRecord {
  readonly rule: FrameRule;
  readonly classTests: readonly ClassTestRecord[];
  /** The class test of a rule that has one; `null` if it has several. */
  readonly #only: ClassTestRecord | null;
  /** Positions of the frames in which the rule holds. */
  readonly held = new PositionSet();
  /** Positions of the frames in which the rule may hold. Collected only if it requires a row or share of frames. */
  readonly mayHold = new PositionSet();
  readonly #hasRowOrShare: boolean;
  /** The number of frames in which the rule holds, or may hold, and data that is not ignored is missing. */
  incompleteCount = 0;
  /** Whether any of these frames has data that cannot be compared with the policy; see `isUnclear`. */
  isUnclear = false;
  /** Adds up seconds while frames ascend by time; `null` if the rule requires no seconds. */
  readonly #seconds: HeldSeconds | null;
  /** Whether the rule requires seconds. */
  readonly hasSeconds: boolean;
  /** Set once each class test was scored in a frame: then, a frame in which the rule fails changes nothing. */
  #isScored = false;
  /** Whether the rule holds in the last frame that has a time, whose end is not yet known. */
  #isHeldNow = false;
  /** The class slot of a rule on one class, and whether it tests levels; see `floor`. */
  readonly slot: number;
  readonly isLevel: boolean;
  /**
   * For a rule on one class: a frame that scores the class lower, on the right scale, changes nothing, so it need not be
   * taken. `-Infinity` while every frame may change something.
   */
  floor = Number.NEGATIVE_INFINITY;
  /** Whether the rule requires a row of frames. */
  readonly hasRow: boolean;
  /** The index of the last frame in which the rule holds, the length of the row that it ends, and the longest row. */
  #lastIndex = Number.NaN;
  #row = 0;
  #longestRow = 0;

  constructor(rule: FrameRule) {
    this.rule = rule;
    const isSingle = rule.classTests.length === 1;
    this.classTests = rule.classTests.map(
      (test) => new ClassTestRecord(test, isSingle ? this.held : new PositionSet()),
    );
    this.#only = isSingle ? (this.classTests[0] ?? null) : null;
    const test = this.#only?.test;
    this.slot = test === undefined || test.kind === "boxes" ? 0 : test.slot;
    this.isLevel = test?.kind === "text";
    this.hasSeconds = requiresSeconds(rule);
    this.hasRow = rule.required.framesInARow !== null;
    this.#hasRowOrShare = requiresRowOrShare(rule);
    this.#seconds = this.hasSeconds ? new HeldSeconds(rule.required.gapSeconds) : null;
  }

  /** Tests the current frame. @returns whether the rule holds in it. */
  take(scores: FrameScores, position: number, isEvaluated: boolean): boolean {
    const only = this.#only;
    // Most conditions test one class that the frame has. For them, this is sufficient.
    const score = only === null ? Number.NaN : scores.readPlainScore(only.test);
    if (only !== null && !Number.isNaN(score)) {
      only.hasData = true;
      if (isEvaluated) only.isScored = true;
      this.#setFloor(only);
      if (score < only.test.atLeast) return false;
      if (score > only.score) only.score = score;
      this.held.add(position);
      return true;
    }
    const truth = scores.evaluate(this.rule.test);
    if (truth === NO && this.#isScored) return false;
    const isHeld = truth === YES;
    let isScored = true;
    let isIncomplete = false;
    for (const record of this.classTests) {
      const { test } = record;
      const cause = scores.findMissing(test);
      record.hasData ||= scores.hasData(test);
      record.isScored ||= isEvaluated && cause === null;
      isScored &&= record.isScored;
      if (truth === NO) continue;
      if (isHeld && scores.evaluate(test) === YES) {
        record.recordScore(scores);
        if (record.held !== this.held) record.held.add(position);
      }
      // A frame that was not evaluated at all concerns the whole verdict, not the rule.
      if (cause === null || (!isEvaluated && (cause === "class" || cause === "boxes"))) continue;
      record.recordMissing(cause, position);
      isIncomplete ||= !isIgnoredFor(test, cause);
      this.isUnclear ||= isUnclear(cause);
    }
    this.#isScored = isScored;
    if (isHeld) this.held.add(position);
    if (truth === UNKNOWN && this.#hasRowOrShare) this.mayHold.add(position);
    // Also counts frames in which the rule holds; otherwise a higher score could turn an incomplete frame into a
    // complete one.
    if (isIncomplete) this.incompleteCount++;
    return isHeld;
  }

  /** Takes the times of the last two frames that have one, and whether the rule holds in the last one. */
  takeTime(startSeconds: number, endSeconds: number, isHeld: boolean): void {
    if (this.#isHeldNow) this.#seconds?.add(startSeconds, endSeconds);
    this.#isHeldNow = isHeld;
    if (this.#only !== null) this.#setFloor(this.#only);
  }

  #setFloor({ test, isScored }: ClassTestRecord): void {
    // While the rule holds, the next frame ends a span. Until a frame has all data, each may be the first.
    const isIdle = isScored && !this.#isHeldNow && test.kind !== "boxes";
    this.floor = isIdle ? test.atLeast : Number.NEGATIVE_INFINITY;
  }

  /** Takes the index of the next frame in which the rule holds. */
  takeIndex(index: number): void {
    this.#row = index === this.#lastIndex + 1 ? this.#row + 1 : 1;
    this.#longestRow = Math.max(this.#longestRow, this.#row);
    this.#lastIndex = index;
  }

  /**
   * Checks whether the rule holds in so much of the media that no further frame can change it, if frames ascend by
   * time. A share of the frames can always change.
   */
  isReached(): boolean {
    const { required } = this.rule;
    return (
      required.shareOfFrames === null &&
      this.held.count >= required.frames &&
      this.#longestRow >= (required.framesInARow ?? 0) &&
      (this.#seconds === null || this.#seconds.isEnough(required))
    );
  }

  /** Whether the result has no data at all for a class that the policy does not ignore. */
  get lacksClass(): boolean {
    return this.classTests.some(
      ({ test, missing, isScored }) =>
        !isScored && [...missing.keys()].some((cause) => !isIgnoredFor(test, cause)),
    );
  }

  /** Whether any frame has data that the rule needs. */
  get hasData(): boolean {
    return this.classTests.some((record) => record.hasData);
  }
}

/** Remembers the frames of one result. A position is the index of a frame among those that were taken. */
export class ResultRecord implements FrameTimes {
  readonly resultIndex: number;
  /** By the index of the rule. */
  readonly rules: readonly RuleRecord[];
  readonly indexes: number[] = [];
  readonly times: number[] = [];
  /** Positions of the frames that the model did not evaluate. */
  readonly unevaluated = new PositionSet();
  /** Whether any frame is a comparison with known hashes. */
  isCompared = false;
  /** The frames with a hash match, by position, and the types of the match. */
  readonly matches = new Map<number, readonly string[]>();
  isAscending = true;
  /** The time of the frame before the last one that has a time. */
  previousSeconds = Number.NEGATIVE_INFINITY;
  /** Time and index of the last frame that has a time. */
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastIndex = -1;

  constructor(resultIndex: number, rules: readonly FrameRule[]) {
    this.resultIndex = resultIndex;
    this.rules = rules.map((rule) => new RuleRecord(rule));
  }

  /** Records the next frame. @returns its position. */
  take(frame: {
    readonly index: number;
    readonly timeSeconds: number | null;
    readonly evaluated: boolean;
    readonly match?: Frame["match"];
  }): number {
    const position = this.indexes.push(frame.index) - 1;
    const seconds = frame.timeSeconds ?? Number.NaN;
    this.times.push(seconds);
    if (!frame.evaluated) this.unevaluated.add(position);
    const { match = null } = frame;
    if (match !== null) this.isCompared = true;
    if (match?.isMatched === true) this.matches.set(position, match.types);
    if (Number.isFinite(seconds)) {
      const isAfter =
        seconds > this.#lastSeconds || (seconds === this.#lastSeconds && frame.index > this.#lastIndex);
      this.isAscending &&= isAfter;
      this.previousSeconds = this.#lastSeconds;
      this.#lastSeconds = seconds;
      this.#lastIndex = frame.index;
    }
    return position;
  }

  /** The number of frames that were taken. */
  get frameCount(): number {
    return this.indexes.length;
  }

  /** Lists the `index` of frames by their positions, ascending. */
  listIndexes(positions: Iterable<number>): readonly number[] {
    return Array.from(positions, (position) => this.indexes[position] ?? position).toSorted(
      (one, other) => one - other,
    );
  }
}
