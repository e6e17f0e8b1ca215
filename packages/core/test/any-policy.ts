import fc from "fast-check";
import type {
  ClassRule,
  ClassThresholds,
  Condition,
  Conditions,
  FrameCondition,
  Holding,
  Policy,
} from "../src/policy.ts";

/** Few classes, so that conditions often match frames. */
export const PROBABILITIES = ["yes_smoking", "yes_nazi", "very_bloody", "furry-yes_furry"] as const;
export const LEVELS = ["hate", "spam"] as const;

const probability = fc.constantFrom(0.1, 0.5, 0.9, 1);
/** Rarely 0, which matches wherever the model scores the class. */
const probabilityOr0 = fc.oneof({ arbitrary: probability, weight: 12 }, fc.constant(0));
const level = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 3 }), weight: 12 }, fc.constant(0));
const ifMissing = fc.constantFrom("unknown", "ignore");
const optional = { requiredKeys: [] as [] };
const seconds = fc.constantFrom(0.5, 1, 2.5, 4);

const requirements = {
  forFrames: fc.integer({ min: 1, max: 4 }),
  forSeconds: seconds,
  forSecondsInARow: seconds,
  forFramesInARow: fc.integer({ min: 1, max: 3 }),
  forShareOfFrames: fc.constantFrom(0.2, 0.5, 1),
};

/**
 * How often and how long a condition must hold; a gap only together with a duration. Usually few requirements, because
 * a condition with many of them hardly ever holds.
 */
const holding = fc
  .record({
    required: fc.oneof(
      { arbitrary: fc.constant({}), weight: 2 },
      {
        arbitrary: fc.oneof(
          ...Object.entries(requirements).map(([name, value]) => value.map((number) => ({ [name]: number }))),
        ),
        weight: 4,
      },
      { arbitrary: fc.record(requirements, optional), weight: 2 },
    ),
    rest: fc.record(
      { gapSeconds: fc.constantFrom(0, 1, 2), maxUnevaluatedFrames: fc.integer({ min: 0, max: 2 }) },
      optional,
    ),
  })
  .map(({ required, rest: { gapSeconds, ...rest } }): Holding => {
    const all: Holding = { ...required, ...rest };
    return all.forSecondsInARow === undefined || gapSeconds === undefined ? all : { ...all, gapSeconds };
  });

const missing = fc.record({ ifMissing }, optional);
const leaf: fc.Arbitrary<FrameCondition> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PROBABILITIES), probabilityOr0, missing)
    .map(([name, atLeast, rest]) => ({ kind: "class" as const, class: name, atLeast, ...rest })),
  fc
    .tuple(fc.constantFrom(...LEVELS), level, missing)
    .map(([name, atLeast, rest]) => ({ kind: "text" as const, class: name, atLeast, ...rest })),
  fc
    .tuple(fc.constantFrom(...PROBABILITIES), probabilityOr0, fc.integer({ min: 1, max: 3 }), missing)
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

const thresholdsOf = (
  names: readonly string[],
  threshold: fc.Arbitrary<number>,
  minKeys: number,
): fc.Arbitrary<ClassThresholds> =>
  fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(
      threshold,
      fc
        .tuple(threshold, holding, missing)
        .map(([atLeast, ...rest]) => ({ atLeast, ...rest[0], ...rest[1] })),
    ),
    { minKeys },
  );

const thresholds: fc.Arbitrary<Conditions> = fc.oneof(
  { arbitrary: thresholdsOf(PROBABILITIES, probabilityOr0, 1), weight: 3 },
  fc
    .tuple(thresholdsOf(LEVELS, level, 1), thresholdsOf(PROBABILITIES, probabilityOr0, 0))
    .map(([levels, probabilities]) => ({ ...levels, ...probabilities })),
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
        types: fc.constantFrom(["profanity"], ["email address", "profanity"]),
        count: fc.integer({ min: 1, max: 2 }),
        ifMissing,
      },
      { requiredKeys: ["kind"] },
    ),
    fc.record(
      {
        kind: fc.constant("labels" as const),
        labels: fc.constantFrom(["yes"], ["yes", "maybe"]),
        count: fc.integer({ min: 1, max: 2 }),
        ifMissing,
      },
      { requiredKeys: ["kind", "labels"] },
    ),
    fc.record(
      { kind: fc.constant("match" as const), types: fc.constantFrom(["CSAM"], ["se"], ["SE", "csam"]) },
      { requiredKeys: ["kind"] },
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

/** A condition in each of four tags, so that each shows whether it holds, fails or is unknown. */
export const anyTagPolicy: fc.Arbitrary<Policy> = fc
  .record({
    conditions: fc.array(condition, { minLength: 4, maxLength: 4 }),
    maxUnevaluatedFrames: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ conditions: list, maxUnevaluatedFrames }) => ({
    tags: Object.fromEntries(list.map((one, index) => [`tag${index}`, [one]])),
    maxUnevaluatedFrames,
    classes: ["furry-yes_furry"],
  }));
