import fc from "fast-check";
import { LEVELS, PROBABILITIES } from "./any-policy.ts";

const score = fc.oneof(fc.constantFrom(0, 0.1, 0.5, 0.9, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const level = fc.constantFrom(0, 0, 1, 2, 3, -1);
const timing = fc.constantFrom(0, 0.5, 1, 1, 2.5, null);

/** A score for each class. */
export const anyFrameScores = fc.record(Object.fromEntries(PROBABILITIES.map((name) => [name, score])));

const listOf = (scores: Readonly<Record<string, number>>): object[] =>
  Object.entries(scores).map(([name, value]) => ({ class: name, score: value }));

/** Usually all classes, sometimes few or none. */
const probabilities = fc.oneof(
  { arbitrary: anyFrameScores, weight: 6 },
  { arbitrary: fc.dictionary(fc.constantFrom(...PROBABILITIES, "other"), score), weight: 2 },
);
const levels = fc.dictionary(fc.constantFrom(...LEVELS), level);
const box = fc.dictionary(fc.constantFrom(...PROBABILITIES), score, { minKeys: 1 });

const frame: fc.Arbitrary<object> = fc.oneof(
  { arbitrary: probabilities.map((scores) => ({ classes: listOf(scores) })), weight: 6 },
  {
    arbitrary: levels.map((scores) => ({ classes: listOf(scores), start_char_index: 0, end_char_index: 4 })),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(levels, levels).map((blocks) => ({
      frame_results: blocks.map((scores) => ({ classes: listOf(scores) })),
    })),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(fc.array(box, { maxLength: 3 }), fc.option(probabilities)).map(([boxes, scores]) => ({
      bounding_poly: boxes.map((classes) => ({ vertices: [], classes: listOf(classes) })),
      ...(scores === null ? {} : { classes: listOf(scores) }),
    })),
    weight: 2,
  },
);

/** Frames in ascending order of time, some without a time. */
const output = fc.array(fc.tuple(frame, timing), { maxLength: 6 }).map((frames) => {
  let time = 0;
  return frames.map(([content, step]) => {
    if (step === null) return content;
    time += step;
    return { time, ...content };
  });
});

const hits = fc.array(
  fc.record({ value: fc.constant("SECRET"), type: fc.constantFrom("profanity", "Email Address", "") }),
  { maxLength: 2 },
);
const beside = fc.oneof(
  { arbitrary: fc.constant({}), weight: 3 },
  fc.record({
    text_filters: hits,
    pii_entities: hits,
    urls: hits,
    language: fc.constantFrom("EN", "EN", "UNSUPPORTED"),
  }),
);

const entry = fc
  .tuple(output, beside, fc.constantFrom(null, null, 8, 3))
  .map(([frames, siblings, duration]) => ({
    status: { code: "0", message: "SUCCESS" },
    response: { input: duration === null ? {} : { media: { duration } }, output: frames, ...siblings },
  }));

/** Valid responses of one or two models, and of reviewers. */
export const anyReply: fc.Arbitrary<object> = fc.oneof(
  { arbitrary: entry.map((one) => ({ id: "1", status: [one] })), weight: 6 },
  { arbitrary: fc.tuple(entry, entry).map((status) => ({ id: "1", status })), weight: 2 },
  {
    arbitrary: fc
      .array(fc.constantFrom("yes", "no", "maybe"), { minLength: 1, maxLength: 3 })
      .map((status) => ({ id: "1", status })),
    weight: 1,
  },
);
