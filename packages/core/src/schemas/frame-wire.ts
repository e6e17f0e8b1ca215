import * as z from "zod/mini";

/**
 * The schema of a class with its score. v1 and v2 send `class` and `score`. v3 sends `value`, and `class` where its
 * documentation says `class_name`.
 */
export const ClassScoreWire = z
  .looseObject({
    class: z.nullish(z.string()),
    value: z.nullish(z.number()),
    // Read only if the other two are absent.
    class_name: z.catch(z.nullish(z.string()), null),
    score: z.catch(z.nullish(z.number()), null),
  })
  .check((payload) => {
    const { class: name, class_name: otherName, score, value } = payload.value;
    const issue = (key: string, message: string): void => {
      payload.issues.push({ code: "custom", message, path: [key], input: payload.value });
    };
    if ((name ?? otherName ?? "") === "") issue("class", "must be the name of a class");
    const number = value ?? score;
    // -1 means "not supported"; any other negative number would look harmless.
    if (typeof number !== "number" || (number < 0 && number !== -1))
      issue("score", "must be a number of at least 0, or -1");
  });

/** A class with its score, in the format of any API generation. */
export type ClassScoreWire = z.infer<typeof ClassScoreWire>;

const ClassesWire = z.nullish(z.array(ClassScoreWire));

const BoundingPolyWire = z.looseObject({
  vertices: z.nullish(z.array(z.looseObject({ x: z.number(), y: z.number() }))),
  dimensions: z.catch(
    z.nullish(z.looseObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() })),
    null,
  ),
  classes: ClassesWire,
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

/** The schema of an element of `output`. Strict for values that affect verdicts, whose type must be correct. */
export const FrameWire = z.looseObject({
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
});

/** A frame, in the format of any API generation. */
export type FrameWire = z.infer<typeof FrameWire>;
