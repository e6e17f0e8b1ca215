import fc from "fast-check";
import type { Box, Frame, ModelResult, Task, TextInfo } from "../src/index.ts";
import { LEVELS, PROBABILITIES } from "./any-policy.ts";

/** A frame without its place and without the properties that it does not have. */
type Content = Pick<Frame, "kind" | "evaluated"> & Partial<Frame>;

const NAMES = [...PROBABILITIES, ...LEVELS];
const score = fc.constantFrom(0, 0, 0.05, 0.1, 0.3, 0.5, 0.9, 0.97, 1);
const level = fc.constantFrom(0, 0, 0, 1, 2, 3);
/** True once in `times`. */
const rarely = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: times }).map((number) => number === times);

const listOf = <Score extends number | null>(
  scores: Readonly<Record<string, Score>>,
): { class: string; score: Score }[] =>
  Object.entries(scores).map(([name, value]) => ({ class: name, score: value }));

const recordOf = <Value>(
  names: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> => fc.record(Object.fromEntries(names.map((name) => [name, value])));

/** Usually all classes, sometimes few or none, and those of text models. */
const probabilities = fc
  .oneof(
    { arbitrary: recordOf(PROBABILITIES, score), weight: 6 },
    { arbitrary: fc.dictionary(fc.constantFrom(...NAMES, "other"), score), weight: 1 },
  )
  .map(listOf);

const classification: fc.Arbitrary<Content> = probabilities.map((classes) => ({
  kind: "classification",
  classes,
  evaluated: classes.length > 0,
}));

/** Boxes with up to two classes, some without a score, and rarely one without classes. */
const boxes: fc.Arbitrary<Box[]> = fc.array(
  fc
    .oneof(
      {
        arbitrary: fc.dictionary(fc.constantFrom(...PROBABILITIES, "other"), fc.option(score, { freq: 4 }), {
          minKeys: 1,
          maxKeys: 2,
        }),
        weight: 12,
      },
      fc.constant({}),
    )
    .map((scores) => ({
      vertices: [],
      bounds: { left: 0, top: 0, right: 0, bottom: 0 },
      classes: listOf(scores),
      keypoints: [],
      meta: null,
    })),
  { maxLength: 4 },
);

const detection: fc.Arbitrary<Content> = fc
  .record({
    found: boxes,
    classes: fc.option(probabilities, { freq: 1 }),
    unsupportedClasses: fc.oneof(
      { arbitrary: fc.constant([]), weight: 4 },
      fc.subarray([...PROBABILITIES], { maxLength: 1 }),
    ),
  })
  .map(({ found, classes, unsupportedClasses }) => ({
    kind: "detection",
    boxes: found,
    classes: classes ?? [],
    unsupportedClasses,
    evaluated: found.every((box) => box.classes.length > 0),
  }));

const levels = fc.oneof(
  { arbitrary: recordOf(LEVELS, level), weight: 4 },
  { arbitrary: fc.dictionary(fc.constantFrom(...NAMES), level), weight: 1 },
);

/** One or two texts in a frame, which has the highest level of each class. */
const text: fc.Arbitrary<Content> = fc
  .record({
    kind: fc.constantFrom("text" as const, "transcript" as const),
    texts: fc.array(levels, { minLength: 1, maxLength: 2 }),
    isProbability: rarely(8),
    unsupported: fc.oneof(
      { arbitrary: fc.constant<string[]>([]), weight: 4 },
      fc.subarray<string>([...LEVELS], { maxLength: 1 }),
    ),
    around: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, boxes),
  })
  .map(({ kind, texts, isProbability, unsupported, around }): Content => {
    const known = texts.map((one) =>
      listOf(one)
        .filter((entry) => !unsupported.includes(entry.class))
        .map((entry) => (isProbability ? { ...entry, score: entry.score / 4 } : entry)),
    );
    const scoresOf = (name: string): number[] =>
      known.flatMap((one) => one.filter((entry) => entry.class === name).map((entry) => entry.score));
    const names = [...new Set(known.flat().map((entry) => entry.class))];
    return {
      kind,
      classes: names.map((name) => ({ class: name, score: Math.max(...scoresOf(name)) })),
      scale: isProbability ? "probability" : "level",
      unsupportedClasses: [...unsupported, ...names.filter((name) => scoresOf(name).length < known.length)],
      boxes: kind === "text" ? around : [],
      evaluated: known.every((one) => one.length > 0),
      transcript: kind === "transcript" ? { text: "SECRET", language: "EN", words: [] } : null,
      textBlocks: known.map((classes) => ({ text: "SECRET", language: "EN", box: null, classes })),
    };
  });

const match: fc.Arbitrary<Content> = fc
  .record({ isMatched: rarely(4), types: fc.subarray(["CSAM", "SE", "New"]), classes: probabilities })
  .map(({ isMatched, types, classes }) => ({
    kind: "match",
    match: { isMatched, types: isMatched ? types : [], hashes: [] },
    classes: isMatched ? [] : classes,
    evaluated: isMatched || classes.length > 0,
  }));

const other: fc.Arbitrary<Content> = fc.constant({ kind: "other", evaluated: false });

/** Usually frames of one kind, as a model returns them. */
const contents = fc.oneof(
  { arbitrary: fc.array(classification, { maxLength: 6 }), weight: 6 },
  {
    arbitrary: fc.array(fc.oneof({ arbitrary: classification, weight: 3 }, other), {
      minLength: 2,
      maxLength: 6,
    }),
    weight: 3,
  },
  { arbitrary: fc.array(text, { minLength: 1, maxLength: 4 }), weight: 3 },
  { arbitrary: fc.array(detection, { minLength: 1, maxLength: 4 }), weight: 3 },
  { arbitrary: fc.array(match, { minLength: 1, maxLength: 1 }), weight: 2 },
  {
    arbitrary: fc.array(fc.oneof({ arbitrary: classification, weight: 4 }, detection, text, match, other), {
      minLength: 1,
      maxLength: 6,
    }),
    weight: 2,
  },
);

const hits = fc.option(
  fc.array(
    fc.record({
      value: fc.constant("SECRET"),
      type: fc.constantFrom("profanity", "PROFANITY", "Email Address", "slur", ""),
      start: fc.constant(null),
      end: fc.constant(null),
    }),
    { maxLength: 3 },
  ),
  { freq: 6 },
);

/** Only a list with hits can be incomplete. */
const textInfo: fc.Arbitrary<TextInfo> = fc
  .record({
    language: fc.oneof(
      { arbitrary: fc.constantFrom("EN", null), weight: 12 },
      fc.constantFrom("UNSUPPORTED"),
    ),
    filters: hits,
    pii: hits,
    urls: hits,
    moderatedClasses: fc.constant([]),
    isIncomplete: rarely(3),
  })
  .map(({ isIncomplete, ...info }) => {
    const found = (["filters", "pii", "urls"] as const).filter((name) => (info[name]?.length ?? 0) > 0);
    return isIncomplete && found.length > 0 ? { ...info, incompleteLists: found } : info;
  });

/** Usually ascending times with an equal step; also equal, missing and unordered times. */
const timesOf = (length: number): fc.Arbitrary<readonly (number | null)[]> => {
  const any = fc.array(fc.constantFrom(0, 0.5, 1, 1, 2.5, 3.25, 4, null), {
    minLength: length,
    maxLength: length,
  });
  return fc.oneof(
    {
      arbitrary: fc.constantFrom(0.1, 0.5, 1, 2).map((step) => Array.from({ length }, (_, at) => at * step)),
      weight: 6,
    },
    { arbitrary: any.map((times) => times.toSorted((one, next) => (one ?? 0) - (next ?? 0))), weight: 2 },
    { arbitrary: any, weight: 1 },
    { arbitrary: fc.constant(Array.from({ length }, () => null)), weight: 1 },
  );
};

const resultOf = (some: fc.Arbitrary<Content[]>): fc.Arbitrary<ModelResult> =>
  fc
    .record({
      some,
      info: textInfo,
      hasInfo: rarely(8).map((isRare) => !isRare),
      durationSeconds: fc.constantFrom(null, null, 0, 3, 6, 8.5),
      isRefused: rarely(40),
    })
    .chain((given) => timesOf(given.some.length).map((times) => ({ ...given, times })))
    .map(({ some: list, times, info, hasInfo, durationSeconds, isRefused }): ModelResult => {
      const frames = list.map((content, index) => ({
        ...EMPTY_FRAME,
        index,
        timeSeconds: times[index] ?? null,
        ...content,
      }));
      const isText = frames.some(({ kind }) => kind === "text" || kind === "transcript");
      const isUnconfirmed = isRefused || (isText && hasInfo && info.language === "UNSUPPORTED");
      return {
        status: { code: "0", message: "SUCCESS" },
        model: { name: null, version: null, type: null },
        chargeUsd: null,
        createdOn: null,
        media: { ...EMPTY_MEDIA, durationSeconds },
        text: isText && hasInfo ? info : null,
        provenance: null,
        frames,
        evaluated: !isUnconfirmed && frames.length > 0 && frames.every(({ evaluated }) => evaluated),
        ...(isUnconfirmed ? { isUnconfirmed } : {}),
      };
    });

const EMPTY_FRAME: Frame = {
  kind: "other",
  resultIndex: 0,
  index: 0,
  timeSeconds: null,
  evaluated: false,
  classes: [],
  scale: "probability",
  unsupportedClasses: [],
  boxes: [],
  mask: null,
  transcript: null,
  textBlocks: [],
  match: null,
  span: null,
  raw: null,
};
const EMPTY_MEDIA = {
  url: null,
  filename: null,
  type: null,
  mimeType: null,
  widthPx: null,
  heightPx: null,
  frameCount: null,
};
const HEAD = {
  id: "1",
  projectId: null,
  userId: null,
  createdOn: null,
  fromCache: false,
  metadata: null,
  raw: null,
};

const one = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 1, maxLength: 2 });

const results = fc.oneof(
  { arbitrary: fc.array(resultOf(contents), { minLength: 1, maxLength: 1 }), weight: 6 },
  { arbitrary: fc.array(resultOf(contents), { minLength: 2, maxLength: 3 }), weight: 3 },
  // All models, so that conditions of every kind have data.
  {
    arbitrary: fc.tuple(
      resultOf(fc.array(classification, { minLength: 1, maxLength: 4 })),
      resultOf(one(text)),
      resultOf(one(detection)),
      resultOf(one(match)),
    ),
    weight: 3,
  },
  { arbitrary: fc.constant([]), weight: 1 },
);

/** Tasks of up to four models, and of reviewers. Every frame has all that `docs/models.md` says of its kind. */
export const anyTask: fc.Arbitrary<Task> = fc.oneof(
  {
    arbitrary: results.map((list): Task => ({
      ...HEAD,
      kind: "model",
      labels: [],
      results: list.map((result, resultIndex) => ({
        ...result,
        frames: result.frames.map((frame) => ({ ...frame, resultIndex })),
      })),
    })),
    weight: 12,
  },
  {
    arbitrary: fc
      .array(fc.constantFrom("yes", "no", "maybe"), { maxLength: 3 })
      .map((labels): Task => ({ ...HEAD, kind: "labeling", labels, results: [] })),
    weight: 1,
  },
);
