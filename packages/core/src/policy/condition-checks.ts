import { isObject } from "../value/is-object.ts";
import { must } from "./check-properties.ts";
import type { Check, Checks } from "./check-properties.ts";
import type { Condition } from "./policy.ts";

const TEXT_LEVELS = [0, 1, 2, 3];

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** A number of frames, boxes, finds or answers. */
function whole(least: number): Check {
  return must(
    `be a whole number, ${least} or more`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least,
  );
}

const duration = must("be a number of seconds above 0", (value) => isNumber(value) && value > 0);
const probability = must("be a probability, 0 to 1", (value) => isNumber(value) && value >= 0 && value <= 1);
const level = must("be a whole level, 0, 1, 2 or 3", (value) => TEXT_LEVELS.some((one) => one === value));
const ifMissing = must('be "unknown" or "ignore"', (value) => value === "unknown" || value === "ignore");
const kind: Check = () => null;
const name = must("be the name of a class", (value) => typeof value === "string" && value !== "");
const nested = must(
  "be a list of conditions, or an object of classes with their least scores",
  (value) => Array.isArray(value) || isObject(value),
);

/** Of a list of words. */
const words = must(
  "be a list of one or more texts that are not empty",
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    [...value].every((one) => typeof one === "string" && one !== ""),
);

/** What a condition on frames may have, outside of `sameFrame`. */
export const HOLDING: Checks = {
  forFrames: whole(1),
  forSeconds: duration,
  forSecondsInARow: duration,
  gapSeconds: must("be a number of seconds, 0 or more", (value) => isNumber(value) && value >= 0),
  maxUnevaluatedFrames: whole(0),
};

/** What a class with its least score may have, inside of `sameFrame`. */
export const PROBABILITY_RULE: Checks = { atLeast: probability, ifMissing };
/** The same for a class of a text. */
export const LEVEL_RULE: Checks = { atLeast: level, ifMissing };

const hits: Checks = { kind, types: words, count: whole(1), ifMissing };

/** What a condition of a kind may have. */
export const CONDITION_CHECKS: { readonly [Kind in Condition["kind"]]: Checks } = {
  class: { kind, class: name, ...PROBABILITY_RULE, ...HOLDING },
  text: { kind, class: name, ...LEVEL_RULE, ...HOLDING },
  boxes: { kind, class: name, count: whole(1), ...PROBABILITY_RULE, ...HOLDING },
  sameFrame: { kind, of: nested, ...HOLDING },
  filters: hits,
  pii: hits,
  urls: hits,
  labels: { kind, labels: words, count: whole(1), ifMissing },
  all: { kind, of: nested },
  any: { kind, of: nested },
};

/** What a condition of a kind must have. */
export const REQUIRED: { readonly [Kind in Condition["kind"]]: readonly string[] } = {
  class: ["class", "atLeast"],
  text: ["class", "atLeast"],
  boxes: ["class", "atLeast"],
  sameFrame: ["of"],
  filters: [],
  pii: [],
  urls: [],
  labels: ["labels"],
  all: ["of"],
  any: ["of"],
};

/** The whole policy. */
export const POLICY_CHECKS: Checks = {
  block: nested,
  review: nested,
  classes: must(
    "be a list of names of classes",
    (value) => Array.isArray(value) && [...value].every((one) => typeof one === "string" && one !== ""),
  ),
  maxUnevaluatedFrames: whole(0),
};
