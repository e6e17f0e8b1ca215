import { isIgnoredFor } from "./frame-scores.ts";
import type { FrameScores, MissingCause } from "./frame-scores.ts";
import { HeldSeconds } from "./held-seconds.ts";
import { PositionSet } from "./position-set.ts";
import type { FrameRule, Leaf } from "./rule.ts";
import { NO, YES } from "./truth.ts";

/** What is remembered of one leaf of a rule in one result. */
export class LeafRecord {
  readonly leaf: Leaf;
  /** Whether any frame has what it asks for. */
  isGiven = false;
  /** Where it holds, as a part of what the rule asks for; of a rule with one leaf, the rule's own. */
  readonly held: PositionSet;
  /** Where it is missing and that matters to the rule, by cause. */
  readonly missing = new Map<MissingCause, PositionSet>();
  /** The highest score, and the most boxes, in `held`. */
  score = 0;
  count = 0;

  constructor(leaf: Leaf, held: PositionSet) {
    this.leaf = leaf;
    this.held = held;
  }

  /** Takes note of what was found in a frame in which it holds. */
  find(scores: FrameScores): void {
    this.score = Math.max(this.score, scores.scoreOf(this.leaf));
    this.count = Math.max(this.count, scores.countOf(this.leaf));
  }

  /** Takes note of a frame in which it is missing. */
  miss(cause: MissingCause, position: number): void {
    const positions = this.missing.get(cause) ?? new PositionSet();
    this.missing.set(cause, positions);
    positions.add(position);
  }
}

/** What is remembered of one rule in one result. */
export class RuleRecord {
  readonly rule: FrameRule;
  readonly leaves: readonly LeafRecord[];
  /** The leaf of a rule that has one; `null` if it has several. */
  readonly #only: LeafRecord | null;
  /** Positions of the frames in which it holds. */
  readonly held = new PositionSet();
  /** In how many frames in which it holds, or may hold, something is missing that is not ignored. */
  lackingCount = 0;
  /** Adds up while frames come ascending by time; `null` where the rule does not ask for seconds. */
  readonly #seconds: HeldSeconds | null;
  /** Whether the rule asks for seconds. */
  readonly hasSeconds: boolean;
  /** Whether it holds in the last frame that has a time, whose end is not known yet. */
  #isHeldNow = false;

  constructor(rule: FrameRule) {
    this.rule = rule;
    const isSingle = rule.leaves.length === 1;
    this.leaves = rule.leaves.map((leaf) => new LeafRecord(leaf, isSingle ? this.held : new PositionSet()));
    this.#only = isSingle ? (this.leaves[0] ?? null) : null;
    this.hasSeconds = needsSeconds(rule);
    this.#seconds = this.hasSeconds ? new HeldSeconds(rule.needs.gapSeconds) : null;
  }

  /** Looks at the frame in hand. @returns whether the rule holds in it. */
  take(scores: FrameScores, position: number, isEvaluated: boolean): boolean {
    const only = this.#only;
    // By far the most conditions are on one class that is there, which needs no more than this.
    const score = only === null ? Number.NaN : scores.plainScoreOf(only.leaf);
    if (only !== null && !Number.isNaN(score)) {
      only.isGiven = true;
      if (score < only.leaf.atLeast) return false;
      if (score > only.score) only.score = score;
      this.held.add(position);
      return true;
    }
    const truth = scores.truthOf(this.rule.predicate);
    const isHeld = truth === YES;
    let isLacking = false;
    for (const record of this.leaves) {
      const { leaf } = record;
      const cause = scores.missingFor(leaf);
      record.isGiven ||= scores.gives(leaf);
      if (truth === NO) continue;
      if (isHeld && scores.truthOf(leaf) === YES) {
        record.find(scores);
        if (record.held !== this.held) record.held.add(position);
      }
      // A frame that was not judged at all is not the rule's, but the whole verdict's concern.
      if (cause === null || (!isEvaluated && cause !== "unsupported")) continue;
      record.miss(cause, position);
      isLacking ||= !isIgnoredFor(leaf, cause);
    }
    if (isHeld) this.held.add(position);
    // Also where it holds: else a higher score could turn a frame that lacks something into one that lacks nothing.
    if (isLacking) this.lackingCount++;
    return isHeld;
  }

  /** Takes the span of the last frame that has a time, and what holds in the next one. */
  takeTime(
    span: { readonly startSeconds: number; readonly endSeconds: number } | null,
    isHeld: boolean,
  ): void {
    if (span !== null && this.#isHeldNow) this.#seconds?.add(span.startSeconds, span.endSeconds);
    this.#isHeldNow = isHeld;
  }

  /** Whether so much holds that nothing can change it, if frames come ascending by time. */
  isReached(): boolean {
    const { needs } = this.rule;
    return this.held.count >= needs.frames && (this.#seconds === null || this.#seconds.isEnough(needs));
  }

  /** Whether any frame has any of what the rule asks for. */
  get isGiven(): boolean {
    return this.leaves.some((record) => record.isGiven);
  }
}

/** Whether a rule asks for seconds. */
export function needsSeconds({ needs }: FrameRule): boolean {
  return needs.seconds !== null || needs.secondsInARow !== null;
}
