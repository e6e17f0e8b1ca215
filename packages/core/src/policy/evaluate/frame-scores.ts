import type { BoxClass, ClassScore } from "../../result/class-score.ts";
import type { Frame } from "../../result/frame.ts";
import type { ClassTest, FrameTest, Program } from "../compile/program.ts";
import { ABSENT, both, either, NO, UNKNOWN, YES } from "./truth.ts";
import type { Truth } from "./truth.ts";

/** The causes that prevent the evaluation of a class test in a frame, in the order in which verdicts list them. */
export const MISSING_CAUSES = ["class", "unsupported", "scale", "noScore", "boxes"] as const;

/** A cause that prevents the evaluation of a class test in a frame. */
export type MissingCause = (typeof MISSING_CAUSES)[number];

/**
 * Checks whether the class is there, but cannot be compared with the threshold: its score is on another scale, or its
 * box has no score. This may mean harm, so no setting ignores it.
 */
export function isUnclear(cause: MissingCause): boolean {
  return cause === "scale" || cause === "noScore";
}

/** Checks whether the policy ignores missing data. */
export function isIgnoredFor(test: ClassTest, cause: MissingCause): boolean {
  return test.isIgnored && !isUnclear(cause);
}

/** The slot of a class that no condition names. */
const NO_SLOT = -1;

/**
 * The scores of the current frame by slot, so that each class of a frame is looked up once for any number of
 * conditions.
 *
 * One object serves all frames: reading a frame allocates nothing.
 */
export class FrameScores {
  readonly #classSlots: Program["classSlots"];
  readonly #boxSlots: Program["boxSlots"];
  /** By class slot, for the current frame: the highest score, or `NaN` if the frame does not have the class. */
  readonly #scores: Float64Array;
  /** By class slot, the number of the last frame that listed the class as unsupported. */
  readonly #unsupportedIn: Int32Array;
  /** By box slot, for the current frame: the number of boxes, and their highest score. */
  readonly #boxCounts: Int32Array;
  readonly #boxScores: Float64Array;
  /** By box slot, the number of the last frame that has a box of the class. */
  readonly #boxesIn: Int32Array;
  /** By box slot, the number of the last frame that listed the class as unsupported. */
  readonly #unsupportedBoxesIn: Int32Array;
  /** By box slot, the number of the last frame with a box of the class that has no score. */
  readonly #boxesWithoutScoreIn: Int32Array;
  /** Number of the current frame, from 1. */
  #number = 0;
  #isLevel = false;
  /** Whether the current frame lists any class as unsupported. */
  #hasUnsupported = false;
  #hasBoxes = false;
  /** Whether a detection model searched the frame, so that a class without boxes is not in it. */
  #isSearched = false;
  /** The classes of the last frame by index. Models list the same classes in the same order, which saves the lookup. */
  readonly #namesByIndex: string[] = [];
  readonly #slotsByIndex: number[] = [];

  constructor({ classSlots, boxSlots }: Pick<Program, "classSlots" | "boxSlots">) {
    this.#classSlots = classSlots;
    this.#boxSlots = boxSlots;
    this.#scores = new Float64Array(classSlots.size);
    this.#unsupportedIn = new Int32Array(classSlots.size);
    this.#boxCounts = new Int32Array(boxSlots.length);
    this.#boxScores = new Float64Array(boxSlots.length);
    this.#boxesIn = new Int32Array(boxSlots.length);
    this.#unsupportedBoxesIn = new Int32Array(boxSlots.length);
    this.#boxesWithoutScoreIn = new Int32Array(boxSlots.length);
  }

  /** Reads a frame, which becomes the current one. */
  read(frame: Frame): void {
    this.#number++;
    this.#isLevel = frame.scale === "level";
    this.#hasUnsupported = false;
    this.#readClasses(frame.classes);
    for (const name of frame.unsupportedClasses) {
      const slot = this.#classSlots.get(name);
      if (slot !== undefined) this.#markUnsupported(slot);
    }
    // If a detection frame has no boxes, nothing was found. For other models, whose boxes may be around texts, this is
    // not certain.
    this.#isSearched = frame.kind === "detection";
    this.#hasBoxes = this.#isSearched || frame.boxes.length > 0;
    if (this.#hasBoxes && this.#boxSlots.length > 0) this.#readBoxes(frame);
  }

  #readClasses(classes: readonly ClassScore[]): void {
    const names = this.#namesByIndex;
    const slots = this.#slotsByIndex;
    const scores = this.#scores;
    scores.fill(Number.NaN);
    for (let index = 0; index < classes.length; index++) {
      const entry = classes[index];
      if (entry === undefined) continue;
      const { class: name, score } = entry;
      if (names[index] !== name) {
        names[index] = name;
        slots[index] = this.#classSlots.get(name) ?? NO_SLOT;
      }
      const slot = slots[index] ?? NO_SLOT;
      if (slot === NO_SLOT) continue;
      // Frames that do not come from Hivekit may have no score, or Hive's -1 for "not supported".
      if (!isScore(score)) {
        this.#markUnsupported(slot);
        continue;
      }
      // If a class appears twice, the higher score counts.
      const other = scores[slot] ?? Number.NaN;
      if (!(score <= other)) scores[slot] = score;
    }
  }

  #markUnsupported(slot: number): void {
    this.#unsupportedIn[slot] = this.#number;
    this.#hasUnsupported = true;
  }

  #readBoxes({ boxes, unsupportedClasses }: Frame): void {
    for (const [slot, { class: name, atLeast }] of this.#boxSlots.entries()) {
      let count = 0;
      let highest = 0;
      if (unsupportedClasses.includes(name)) this.#unsupportedBoxesIn[slot] = this.#number;
      for (const box of boxes) {
        if (!box.classes.some((one) => one.class === name)) continue;
        this.#boxesIn[slot] = this.#number;
        if (lacksScore(box.classes, name)) this.#boxesWithoutScoreIn[slot] = this.#number;
        const score = findHighest(box.classes, name);
        if (score === null || score < atLeast) continue;
        count++;
        highest = Math.max(highest, score);
      }
      this.#boxCounts[slot] = count;
      this.#boxScores[slot] = highest;
    }
  }

  /** Evaluates a test in the current frame. */
  evaluate(test: FrameTest): Truth {
    if ("of" in test) {
      // Combines the parts without an array, because this runs for each frame.
      const isAll = test.kind === "all";
      let truth: Truth = ABSENT;
      for (const one of test.of) {
        const other = this.evaluate(one);
        truth = isAll ? both(truth, other) : either(truth, other);
        if (truth === (isAll ? NO : YES)) break;
      }
      return truth;
    }
    const isHeld = test.kind === "boxes" ? this.#holdsBoxes(test) : this.#holdsClass(test);
    if (isHeld) return YES;
    const cause = this.findMissing(test);
    if (cause === null) return NO;
    return isIgnoredFor(test, cause) ? ABSENT : UNKNOWN;
  }

  /**
   * Reads the score in a class slot if the frame has the class on this scale, and lists no class as unsupported;
   * otherwise `NaN`.
   */
  readSlot(slot: number, isLevel: boolean): number {
    return isLevel === this.#isLevel && !this.#hasUnsupported
      ? (this.#scores[slot] ?? Number.NaN)
      : Number.NaN;
  }

  /** Reads the score of a class if nothing is missing; otherwise, and for boxes, `NaN`. */
  readPlainScore({ kind, slot }: ClassTest): number {
    if (kind === "boxes" || (kind === "text") !== this.#isLevel) return Number.NaN;
    if (this.#hasUnsupported && this.#unsupportedIn[slot] === this.#number) return Number.NaN;
    return this.#scores[slot] ?? Number.NaN;
  }

  /**
   * Finds the cause if a test lacks data; `null` if it does not. In a frame with several texts, it may concern only
   * one.
   */
  findMissing({ kind, slot }: ClassTest): MissingCause | null {
    if (kind === "boxes") {
      if (this.#boxesWithoutScoreIn[slot] === this.#number) return "noScore";
      if (!this.#isSearched) return "boxes";
      return this.#unsupportedBoxesIn[slot] === this.#number ? "unsupported" : null;
    }
    const score = this.#scores[slot] ?? Number.NaN;
    // 0 means that nothing was found, on either scale.
    if (score > 0 && (kind === "text") !== this.#isLevel) return "scale";
    if (this.#unsupportedIn[slot] === this.#number) return "unsupported";
    return Number.isNaN(score) ? "class" : null;
  }

  /** Checks whether the frame has any data for a test. */
  hasData(test: ClassTest): boolean {
    if (test.kind === "boxes") return this.#isSearched || this.#boxesIn[test.slot] === this.#number;
    return this.findMissing(test) !== "class";
  }

  /** Reads the highest score for a test that holds. */
  readScore({ kind, slot }: ClassTest): number {
    return (kind === "boxes" ? this.#boxScores[slot] : this.#scores[slot]) ?? 0;
  }

  /** Reads the number of boxes for a test that holds; 1 for other kinds. */
  readCount({ kind, slot }: ClassTest): number {
    return kind === "boxes" ? (this.#boxCounts[slot] ?? 0) : 1;
  }

  #holdsBoxes({ slot, count }: ClassTest): boolean {
    return this.#hasBoxes && (this.#boxCounts[slot] ?? 0) >= count;
  }

  #holdsClass({ kind, slot, atLeast }: ClassTest): boolean {
    const score = this.#scores[slot] ?? Number.NaN;
    return score >= atLeast && ((kind === "text") === this.#isLevel || score === 0);
  }
}

function findHighest(classes: readonly BoxClass[], name: string): number | null {
  let highest: number | null = null;
  for (const { class: one, score } of classes) {
    if (one === name && isScore(score)) highest = Math.max(score, highest ?? score);
  }
  return highest;
}

/** Checks whether a class has no score, or Hive's -1 for "not supported". */
function lacksScore(classes: readonly BoxClass[], name: string): boolean {
  return classes.some(({ class: one, score }) => one === name && !isScore(score));
}

function isScore(score: number | null): score is number {
  return score !== null && Number.isFinite(score) && score >= 0;
}
