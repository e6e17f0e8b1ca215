import type { ClassScore } from "../result/class-score.ts";
import type { Frame } from "../result/frame.ts";
import { ABSENT, allOf, anyOf, NO, UNKNOWN, YES } from "./truth.ts";
import type { Truth } from "./truth.ts";
import type { Leaf, Predicate, Program } from "./rule.ts";

/** Why a leaf cannot be answered in a frame; in this order they are told. */
export const MISSING_CAUSES = ["class", "unsupported", "scale", "boxes"] as const;

/** Why a leaf cannot be answered in a frame. */
export type MissingCause = (typeof MISSING_CAUSES)[number];

/** Whether the policy ignores what is missing. A score on another scale is there: it may be harm. */
export function isIgnoredFor(leaf: Leaf, cause: MissingCause): boolean {
  return leaf.isIgnored && cause !== "scale";
}

/** The slot of a class that no condition is about. */
const NOBODYS = -1;

/**
 * The scores of one frame, by slot, so that any number of conditions costs one look at each class of the frame.
 *
 * Used anew for each frame: nothing is allocated.
 */
export class FrameScores {
  readonly #classSlots: Program["classSlots"];
  readonly #boxSlots: Program["boxSlots"];
  /** Highest score by class slot; of the frame in hand only where `#seenIn` says so. */
  readonly #scores: Float64Array;
  /** By class slot, the number of the last frame that gave the class. */
  readonly #seenIn: Int32Array;
  /** By class slot, the number of the last frame that named the class as unsupported. */
  readonly #unsupportedIn: Int32Array;
  /** By box slot, of the frame in hand: how many boxes, and their highest score. */
  readonly #boxCounts: Int32Array;
  readonly #boxScores: Float64Array;
  /** By box slot, the number of the last frame with a box of which the class could not be judged. */
  readonly #unsupportedBoxesIn: Int32Array;
  /** Number of the frame in hand, from 1. */
  #number = 0;
  #isLevel = false;
  #hasBoxes = false;
  /** Whether a detection model looked, so that what it did not find is not there. */
  #isSearched = false;
  /** What stood at each place of the last frame's classes: models give the same classes in the same order, which saves the lookup. */
  readonly #namesByPlace: string[] = [];
  readonly #slotsByPlace: number[] = [];

  constructor({ classSlots, boxSlots }: Pick<Program, "classSlots" | "boxSlots">) {
    this.#classSlots = classSlots;
    this.#boxSlots = boxSlots;
    this.#scores = new Float64Array(classSlots.size);
    this.#seenIn = new Int32Array(classSlots.size);
    this.#unsupportedIn = new Int32Array(classSlots.size);
    this.#boxCounts = new Int32Array(boxSlots.length);
    this.#boxScores = new Float64Array(boxSlots.length);
    this.#unsupportedBoxesIn = new Int32Array(boxSlots.length);
  }

  /** Takes a frame in hand, in place of the one before. */
  read(frame: Frame): void {
    this.#number++;
    this.#isLevel = frame.scale === "level";
    this.#readClasses(frame.classes);
    for (const name of frame.unsupportedClasses) {
      const slot = this.#classSlots.get(name);
      if (slot !== undefined) this.#unsupportedIn[slot] = this.#number;
    }
    // A detection frame without boxes says that nothing was found. Boxes of another kind, around texts for example, say what they are.
    this.#isSearched = frame.kind === "detection";
    this.#hasBoxes = this.#isSearched || frame.boxes.length > 0;
    if (this.#hasBoxes && this.#boxSlots.length > 0) this.#readBoxes(frame);
  }

  #readClasses(classes: readonly ClassScore[]): void {
    const names = this.#namesByPlace;
    const slots = this.#slotsByPlace;
    for (let place = 0; place < classes.length; place++) {
      const entry = classes[place];
      if (entry === undefined) continue;
      if (names[place] !== entry.class) {
        names[place] = entry.class;
        slots[place] = this.#classSlots.get(entry.class) ?? NOBODYS;
      }
      const slot = slots[place] ?? NOBODYS;
      if (slot === NOBODYS) continue;
      // No score at all, as frames that are put together by hand may have, or the word for "not supported".
      if (!isScore(entry.score)) {
        this.#unsupportedIn[slot] = this.#number;
        continue;
      }
      // Of a class that stands twice, the worse counts.
      const isFirst = this.#seenIn[slot] !== this.#number;
      if (isFirst || entry.score > (this.#scores[slot] ?? 0)) this.#scores[slot] = entry.score;
      this.#seenIn[slot] = this.#number;
    }
  }

  #readBoxes({ boxes, unsupportedClasses }: Frame): void {
    for (const [slot, { class: name, atLeast }] of this.#boxSlots.entries()) {
      let count = 0;
      let highest = 0;
      const isUnsupported =
        unsupportedClasses.includes(name) || boxes.some((box) => isBroken(box.classes, name));
      if (isUnsupported) this.#unsupportedBoxesIn[slot] = this.#number;
      for (const box of boxes) {
        const score = highestOf(box.classes, name);
        if (score === null || score < atLeast) continue;
        count++;
        highest = Math.max(highest, score);
      }
      this.#boxCounts[slot] = count;
      this.#boxScores[slot] = highest;
    }
  }

  /** Whether a condition holds in the frame. */
  truthOf(predicate: Predicate): Truth {
    if ("of" in predicate) {
      const truths = predicate.of.map((one) => this.truthOf(one));
      return predicate.kind === "all" ? allOf(truths) : anyOf(truths);
    }
    const isHeld = predicate.kind === "boxes" ? this.#holdsBoxes(predicate) : this.#holdsClass(predicate);
    if (isHeld) return YES;
    const cause = this.missingFor(predicate);
    if (cause === null) return NO;
    return isIgnoredFor(predicate, cause) ? ABSENT : UNKNOWN;
  }

  /** The score of the class of a leaf where there is no doubt about it; not a number where something is missing, and for boxes. */
  plainScoreOf({ kind, slot }: Leaf): number {
    const isPlain =
      kind !== "boxes" &&
      this.#seenIn[slot] === this.#number &&
      (kind === "text") === this.#isLevel &&
      this.#unsupportedIn[slot] !== this.#number;
    return isPlain ? (this.#scores[slot] ?? Number.NaN) : Number.NaN;
  }

  /** What is missing of what a leaf asks for; `null` if nothing is. Of several texts in a frame, part of it, also where it holds. */
  missingFor({ kind, slot }: Leaf): MissingCause | null {
    if (kind === "boxes") {
      if (this.#unsupportedBoxesIn[slot] === this.#number) return "unsupported";
      return this.#isSearched ? null : "boxes";
    }
    if (this.#unsupportedIn[slot] === this.#number) return "unsupported";
    if (this.#seenIn[slot] !== this.#number) return "class";
    // 0 is nothing on either scale.
    return (kind === "text") === this.#isLevel || this.#scores[slot] === 0 ? null : "scale";
  }

  /** Whether the frame has anything of what a leaf asks for. */
  gives(leaf: Leaf): boolean {
    return leaf.kind === "boxes" ? this.#hasBoxes : this.missingFor(leaf) !== "class";
  }

  /** The highest score of what a leaf that holds is about. */
  scoreOf({ kind, slot }: Leaf): number {
    return (kind === "boxes" ? this.#boxScores[slot] : this.#scores[slot]) ?? 0;
  }

  /** How many boxes a leaf that holds has found; 1 of what is no box. */
  countOf({ kind, slot }: Leaf): number {
    return kind === "boxes" ? (this.#boxCounts[slot] ?? 0) : 1;
  }

  #holdsBoxes({ slot, count }: Leaf): boolean {
    return this.#hasBoxes && (this.#boxCounts[slot] ?? 0) >= count;
  }

  #holdsClass({ kind, slot, atLeast }: Leaf): boolean {
    const score = this.#scores[slot] ?? 0;
    return (
      this.#seenIn[slot] === this.#number &&
      score >= atLeast &&
      ((kind === "text") === this.#isLevel || score === 0)
    );
  }
}

function highestOf(classes: readonly ClassScore[], name: string): number | null {
  let highest: number | null = null;
  for (const { class: one, score } of classes) {
    if (one === name && isScore(score)) highest = Math.max(score, highest ?? score);
  }
  return highest;
}

/** Whether a class has something in the place of its score that is none, or the word for "not supported". */
function isBroken(classes: readonly ClassScore[], name: string): boolean {
  return classes.some(({ class: one, score }) => one === name && !isScore(score));
}

function isScore(score: number): boolean {
  return Number.isFinite(score) && score >= 0;
}
