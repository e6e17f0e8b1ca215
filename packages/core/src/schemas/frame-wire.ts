import * as z from "zod/mini";

/**
 * Creates the schema of a class.
 *
 * @param score - The schema of `score`. `isScored`: whether the class must have a score.
 */
function createClassWire<Score extends z.ZodMiniType>(score: Score, isScored: boolean) {
  return z
    .looseObject({
      class: z.nullish(z.string()),
      value: z.nullish(z.number()),
      // Read only if the other two are absent.
      class_name: z.catch(z.nullish(z.string()), null),
      score,
    })
    .check((payload) => {
      const { class: name, class_name: otherName, score: otherValue, value } = payload.value;
      const issue = (key: string, message: string): void => {
        payload.issues.push({ code: "custom", message, path: [key], input: payload.value });
      };
      if (typeof name === "string" && typeof otherName === "string" && name !== otherName) {
        issue("class_name", "must be the same as class");
      }
      if ((name ?? otherName ?? "") === "") issue("class", "must be the name of a class");
      if (typeof value === "number" && typeof otherValue === "number" && value !== otherValue) {
        issue("score", "must be the same as value");
      }
      const given: unknown = value ?? otherValue ?? null;
      // -1 means "not supported"; any other negative number would look harmless.
      const isNumber = typeof given === "number" && (given >= 0 || given === -1);
      if (given === null ? isScored : !isNumber) {
        issue("score", "must be a number of at least 0, or -1");
      }
    });
}

/**
 * The schema of a class with its score. v1 and v2 send `class` and `score`. v3 sends `value`, and `class` where its
 * documentation says `class_name`.
 */
export const ClassScoreWire = createClassWire(z.catch(z.nullish(z.number()), null), true);

/** The schema of a class of a box, which may have no score, as for logos. */
const BoxClassWire = createClassWire(z.optional(z.unknown()), false);

/** A class with its score, in the format of any API generation. */
export type ClassScoreWire = z.infer<typeof ClassScoreWire>;

const ClassesWire = z.nullish(z.array(ClassScoreWire));

const BoundingPolyWire = z.looseObject({
  vertices: z.nullish(z.array(z.looseObject({ x: z.number(), y: z.number() }))),
  dimensions: z.catch(
    z.nullish(z.looseObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() })),
    null,
  ),
  classes: z.nullish(z.array(BoxClassWire)),
  keypoints: z.catch(z.nullish(z.array(z.unknown())), null),
  meta: z.optional(z.unknown()),
});

const HitsWire = z.nullish(z.array(z.union([z.string(), z.looseObject({})])));

/** A block of text inside a frame: of an image (`frame_results`) or of speech (`classifications`). */
const TextBlockWire = z.looseObject({
  classes: ClassesWire,
  bounding_poly: z.nullish(z.array(BoundingPolyWire)),
  start_timestamp: z.nullish(z.number()),
  text_filters: HitsWire,
  pii_entities: HitsWire,
});

const Byte = z.number().check(z.int(), z.minimum(0), z.maximum(255));
const Name = z.string().check(z.minLength(1));
/** The class of a pixel value. Its name may also be in v3's `class_name`. */
const MappingWire = z.union([
  z.looseObject({ class: Name, value: Byte }),
  z.looseObject({ class: z.nullish(z.null()), class_name: Name, value: Byte }),
]);

/** v3's list of named values. Only the first `timestamp` is read, strictly; other formats are ignored. */
const ExtraWire = z.unknown().check(
  z.refine((extra) => {
    if (!Array.isArray(extra)) return true;
    const { value }: { value?: unknown } = extra.find((entry) => entry?.name === "timestamp") ?? {};
    return value === undefined || value === null || Number.isFinite(value);
  }),
);

/** A list of names, or a single one. */
const NamesWire = z.nullish(z.union([z.string(), z.array(z.string())]));

/** The prediction of the CSAM classifier. */
const PredictionWire = z.nullish(
  z.looseObject({
    csam_classifier: z.nullish(
      z.record(z.string(), z.number().check(z.refine((score) => score >= 0 || score === -1))),
    ),
  }),
);

/** The comparison of a file, or of one of its hashes, with known hashes. */
const comparison = {
  reasons: NamesWire,
  matchTypes: NamesWire,
  sources: z.nullish(z.array(z.unknown())),
  classifierPrediction: z.optional(z.unknown()),
};

type Comparison = {
  readonly [Key in "matchTypes" | "reasons"]?: string | readonly string[] | null | undefined;
} & { readonly sources?: readonly unknown[] | null | undefined };

/** Whether a comparison has a sign of a match. If it does, a malformed prediction is ignored. */
function isMatched({ matchTypes, reasons, sources }: Comparison): boolean {
  return (
    [matchTypes ?? [], sources ?? []].flat().length > 0 ||
    [reasons ?? []].flat().some((reason) => reason.trim().toLowerCase() === "matched")
  );
}

const ComparisonWire = z.looseObject(comparison).check(
  z.refine((json) => isMatched(json) || z.safeParse(PredictionWire, json.classifierPrediction).success, {
    path: ["classifierPrediction"],
  }),
);

/** Whether a frame is a comparison itself, or contains some. */
function isComparison(json: object): boolean {
  return ["hashes", "file", "hashType", "matchTypes", "reasons", "classifierPrediction"].some(
    (key) => key in json,
  );
}

/** The schema of an element of `output`. Strict for values that affect verdicts, whose type must be correct. */
export const FrameWire = z
  .looseObject({
    time: z.nullish(z.number()),
    classes: ClassesWire,
    bounding_poly: z.nullish(z.array(BoundingPolyWire)),
    url: z.nullish(z.string()),
    mapping: z.nullish(z.array(MappingWire)),
    start_char_index: z.catch(z.nullish(z.number()), null),
    end_char_index: z.catch(z.nullish(z.number()), null),
    start_index: z.catch(z.nullish(z.number()), null),
    end_index: z.catch(z.nullish(z.number()), null),
    string_matches: HitsWire,
    frame_results: z.nullish(z.array(TextBlockWire)),
    classifications: z.nullish(z.array(TextBlockWire)),
    extra: z.optional(ExtraWire),
    file: z.nullish(ComparisonWire),
    hashes: z.nullish(z.array(ComparisonWire)),
  })
  .check(
    z.refine(
      (json: Record<string, unknown>) => !isComparison(json) || ComparisonWire.safeParse(json).success,
    ),
  );

/** A frame, in the format of any API generation. */
export type FrameWire = z.infer<typeof FrameWire>;
