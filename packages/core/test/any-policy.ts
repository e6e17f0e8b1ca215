import fc from "fast-check";
import type { ClassRule, Condition, Conditions, FrameCondition, Policy } from "../src/policy.ts";

/** Few classes, so that conditions often match frames. */
export const PROBABILITIES = ["yes_smoking", "yes_nazi", "very_bloody", "furry-yes_furry"] as const;
export const LEVELS = ["hate", "spam"] as const;

const probability = fc.constantFrom(0.1, 0.5, 0.9, 1);
const ifMissing = fc.constantFrom("unknown", "ignore");
const optional = { requiredKeys: [] as [] };
const seconds = fc.constantFrom(0.5, 1, 2.5, 4);

/**
 * How often and how long a condition must hold; a gap only together with a duration. Usually few requirements, because
 * a condition with many of them hardly ever holds.
 */
const holding = fc
  .record(
    {
      forFrames: fc.integer({ min: 1, max: 4 }),
      forSeconds: seconds,
      forSecondsInARow: seconds,
      gapSeconds: fc.constantFrom(0, 1, 2),
      forFramesInARow: fc.integer({ min: 1, max: 3 }),
      forShareOfFrames: fc.constantFrom(0.2, 0.5, 1),
      maxUnevaluatedFrames: fc.integer({ min: 0, max: 2 }),
    },
    optional,
  )
  .map(({ gapSeconds, ...rest }) =>
    rest.forSecondsInARow === undefined || gapSeconds === undefined ? rest : { ...rest, gapSeconds },
  );

const missing = fc.record({ ifMissing }, optional);
const leaf: fc.Arbitrary<FrameCondition> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PROBABILITIES), probability, missing)
    .map(([name, atLeast, rest]) => ({ kind: "class" as const, class: name, atLeast, ...rest })),
  fc
    .tuple(fc.constantFrom(...LEVELS), fc.integer({ min: 1, max: 3 }), missing)
    .map(([name, atLeast, rest]) => ({ kind: "text" as const, class: name, atLeast, ...rest })),
  fc
    .tuple(fc.constantFrom(...PROBABILITIES), probability, fc.integer({ min: 1, max: 3 }), missing)
    .map(([name, atLeast, count, rest]) => ({
      kind: "boxes" as const,
      class: name,
      atLeast,
      count,
      ...rest,
    })),
);

const { predicate } = fc.letrec<{ predicate: FrameCondition }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const thresholds: fc.Arbitrary<Conditions> = fc.dictionary(
  fc.constantFrom(...PROBABILITIES),
  fc.oneof(
    probability,
    fc
      .tuple(probability, holding, missing)
      .map(([atLeast, ...rest]) => ({ atLeast, ...rest[0], ...rest[1] })),
  ),
  { minKeys: 1 },
);

/** Conditions on classes with all options. */
export const anyThresholds = fc.dictionary(
  fc.constantFrom(...PROBABILITIES),
  fc
    .tuple(probability, holding, missing)
    .map(([atLeast, often, rest]): ClassRule => ({ atLeast, ...often, ...rest })),
  { minKeys: 1 },
);

const onlyClasses = fc.dictionary(fc.constantFrom(...PROBABILITIES), probability, { minKeys: 1 });

const { combination } = fc.letrec<{ combination: Condition }>((tie) => ({
  combination: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(fc.array(leafOfClass(), { minLength: 1, maxLength: 3 }), holding)
      .map(([of, { maxUnevaluatedFrames: _most, ...rest }]) => ({ kind: "sameFrame" as const, of, ...rest })),
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      of: fc.oneof(onlyClasses, fc.array(tie("combination"), { minLength: 1, maxLength: 3 })),
    }),
  ),
}));

/** Combinations of classes, without ignored ones. */
export const anyCombinations = fc.array(combination, { minLength: 1, maxLength: 2 });

function leafOfClass(): fc.Arbitrary<FrameCondition> {
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...PROBABILITIES), probability)
      .map(([name, atLeast]): FrameCondition => ({ kind: "class", class: name, atLeast })),
    fc.record({ kind: fc.constantFrom("all" as const, "any" as const), of: onlyClasses }),
  );
}

const { condition, conditions } = fc.letrec<{ condition: Condition; conditions: Conditions }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(leaf, holding)
      .map(([one, rest]): Condition =>
        one.kind === "all" || one.kind === "any"
          ? { kind: "sameFrame", of: one.of, ...rest }
          : { ...one, ...rest },
      ),
    fc
      .tuple(fc.array(predicate, { minLength: 1, maxLength: 3 }), holding)
      .map(([of, rest]) => ({ kind: "sameFrame" as const, of, ...rest })),
    fc.record(
      {
        kind: fc.constantFrom("filters" as const, "pii" as const, "urls" as const),
        types: fc.constantFrom(["profanity"], ["Email Address", "profanity"]),
        count: fc.integer({ min: 1, max: 2 }),
        ifMissing,
      },
      { requiredKeys: ["kind"] },
    ),
    fc.record(
      { kind: fc.constant("labels" as const), labels: fc.constantFrom(["yes"], ["yes", "maybe"]), ifMissing },
      { requiredKeys: ["kind", "labels"] },
    ),
    fc.record({ kind: fc.constantFrom("all" as const, "any" as const), of: tie("conditions") }),
  ),
  conditions: fc.oneof(thresholds, fc.array(tie("condition"), { minLength: 1, maxLength: 3 })),
}));

/** Tags of any name, also of one that a plain object inherits. */
const tags = fc.dictionary(
  fc.constantFrom("graphic", "age-restricted", "18+", "toString"),
  fc.oneof(thresholds, fc.array(condition, { minLength: 1, maxLength: 2 })),
  { maxKeys: 2 },
);

/** Conditions of all kinds on few classes. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record(
    {
      tags,
      block: conditions,
      review: fc.oneof(conditions, fc.array(condition, { minLength: 1, maxLength: 2 })),
      maxUnevaluatedFrames: fc.integer({ min: 0, max: 2 }),
    },
    { requiredKeys: [] },
  )
  .filter(
    ({ block, review, tags: named = {} }) =>
      block !== undefined || review !== undefined || Object.keys(named).length > 0,
  )
  .map((policy) => ({ ...policy, classes: ["furry-yes_furry"] }));
