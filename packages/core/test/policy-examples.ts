import type { PolicyExample } from "../src/evaluate.ts";
import { pictureOf, taskOf } from "./policy-replies.ts";

/** A task by its highest score of `yes_smoking`. `+?`: another frame was not evaluated. `null`: the class is missing. */
export type GivenScore = number | `${number}+?` | null;

/** Creates an example. @param id - Its identifier, if it matters. */
export function exampleOf(score: GivenScore, truth: PolicyExample["truth"], id = "1"): PolicyExample {
  if (score === null) return { id, truth, task: pictureOf({ yes_nazi: 0 }) };
  if (typeof score === "number") return { id, truth, task: pictureOf({ yes_smoking: score }) };
  const frames = [{ scores: { yes_smoking: Number.parseFloat(score) } }, { scores: {} }];
  return { id, truth, task: taskOf(frames.map((frame, time) => ({ time, ...frame }))) };
}

/** Creates examples from the scores of the positive and of the negative ones. */
export function examplesOf(
  positive: readonly GivenScore[],
  negative: readonly GivenScore[],
): readonly PolicyExample[] {
  return [
    ...positive.map((score) => exampleOf(score, "block")),
    ...negative.map((score) => exampleOf(score, "allow")),
  ];
}
