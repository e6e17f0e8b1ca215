import * as z from "zod/mini";

/**
 * A class with its score. v1 and v2 write `class` and `score`; v3 writes `value`, and `class` live where its documentation
 * says `class_name`.
 */
export const ClassScoreWire = z
  .looseObject({
    class: z.nullish(z.string()),
    score: z.nullish(z.number()),
    // Looked at only where the other two are absent.
    class_name: z.catch(z.nullish(z.string()), null),
    value: z.catch(z.nullish(z.number()), null),
  })
  .check((payload) => {
    const { class: name, class_name: otherName, score, value } = payload.value;
    const issue = (key: string, message: string): void => {
      payload.issues.push({ code: "custom", message, path: [key], input: payload.value });
    };
    if (typeof (name ?? otherName) !== "string") issue("class", "must be the name of a class");
    const number = score ?? value;
    // -1 stands for "not supported"; any other negative number would read as harmless.
    if (typeof number !== "number" || (number < 0 && number !== -1)) issue("score", "must be a score");
  });

/** A class with its score, as any generation writes it. */
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

/** A detected object, as any generation writes it. */
export type BoundingPolyWire = z.infer<typeof BoundingPolyWire>;

const HitsWire = z.nullish(z.array(z.unknown()));

/** A stretch of a text inside a frame: of a picture (`frame_results`) or of speech (`classifications`). */
const TextBlockWire = z.looseObject({
  classes: ClassesWire,
  bounding_poly: z.nullish(z.array(BoundingPolyWire)),
  start_timestamp: z.catch(z.nullish(z.number()), null),
  text_filters: HitsWire,
  pii_entities: HitsWire,
});

/** One element of `output`. Strict where a verdict rests on a value: another type there is an error. */
export const FrameWire = z.looseObject({
  time: z.nullish(z.number()),
  classes: ClassesWire,
  bounding_poly: z.nullish(z.array(BoundingPolyWire)),
  url: z.nullish(z.string()),
  mapping: z.nullish(z.array(z.looseObject({ class: z.string(), value: z.number() }))),
  start_char_index: z.catch(z.nullish(z.number()), null),
  end_char_index: z.catch(z.nullish(z.number()), null),
  start_index: z.catch(z.nullish(z.number()), null),
  end_index: z.catch(z.nullish(z.number()), null),
  string_matches: HitsWire,
  frame_results: z.nullish(z.array(TextBlockWire)),
  classifications: z.nullish(z.array(TextBlockWire)),
  extra: z.catch(z.nullish(z.array(z.looseObject({ name: z.unknown(), value: z.unknown() }))), null),
});

/** A frame, as any generation writes it. */
export type FrameWire = z.infer<typeof FrameWire>;
