import type { HeldSeconds } from "./held-seconds.ts";
import type { Needs, Rule } from "./rule.ts";
import type { Reason } from "./verdict.ts";
import { countOf, listOf, rangesOf, secondsOf, short } from "./words.ts";

const DECISIONS = { block: "Block", review: "Review" };

/** A reason without its sentence. */
type Fact = Omit<Reason, "sentence">;

/** A sentence out of what was found. */
export function reasonSentence(decision: Reason["decision"], phrase: string): string {
  return `${DECISIONS[decision]}: ${phrase}.`;
}

/** The phrase of a reason's sentence, to put it into another one. */
export function phraseOf({ sentence, decision }: Reason): string {
  return sentence.slice(DECISIONS[decision].length + 2, -1);
}

/** What a class scored, or how many boxes there are: without where. */
export function scorePhrase(
  { kind, class: name, score, threshold, count, frames }: Fact,
  needed: number,
): string {
  const isOnce = frames.length === 1;
  const least = String(threshold ?? 0);
  if (kind === "boxes") {
    return `${isOnce ? "" : "up to "}${countOf(count ?? 0, "box", "boxes")} of ${name} with a score of at least ${least} (${enough(needed)})`;
  }
  const verb = kind === "text" ? "has level" : "scored";
  return `${name} ${verb} ${isOnce ? "" : "up to "}${short(score ?? 0, threshold ?? 0)} (${enough(least)})`;
}

/** In how many frames, for how long, and when. */
export function placePhrase(frames: number, held: HeldSeconds, needs: Needs): string {
  const asked = needs.frames > 1 ? ` (${enough(needs.frames)})` : "";
  const inFrames = `in ${countOf(frames, "frame")}${asked}`;
  const { ranges, totalSeconds, longestRowSeconds } = held;
  if (ranges.length === 0) return inFrames;
  const total = needs.seconds === null ? "" : ` in total (${enough(secondsOf(needs.seconds))})`;
  const row =
    needs.secondsInARow === null
      ? ""
      : `, ${secondsOf(longestRowSeconds)} of it in a row (${enough(secondsOf(needs.secondsInARow))})`;
  return `${inFrames}, for ${secondsOf(totalSeconds)}${total}${row}: ${rangesOf(ranges)}`;
}

/** What was found in a text. */
export function hitsPhrase(rule: Extract<Rule, { kind: "filters" | "pii" | "urls" }>, count: number): string {
  const where = {
    filters: `${countOf(count, "word")} of the text on a list`,
    pii: `${countOf(count, "piece")} of personal data in the text`,
    urls: `${countOf(count, "web address", "web addresses")} in the text`,
  }[rule.kind];
  const types = rule.types === null ? "" : `, of the type ${listOf(rule.types, "or")}`;
  return `${where}${types} (${enough(rule.count)})`;
}

/** What people answered. @param labels - Those of the policy's. */
export function labelsPhrase(labels: readonly string[], of: { count: number; needed: number }): string {
  return `${countOf(of.count, "answer")} of people: ${listOf(labels)} (${enough(of.needed)})`;
}

/** @param least - A count, or a text with its unit. */
function enough(least: string | number): string {
  return `${least} ${typeof least === "string" || least === 1 ? "is" : "are"} enough`;
}
