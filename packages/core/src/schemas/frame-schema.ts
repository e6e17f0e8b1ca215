import * as z from "zod/mini";

/** The schema of `ClassScore`. */
export const ClassScoreSchema = z.readonly(z.object({ class: z.string(), score: z.number() }));

const BoundsSchema = z.readonly(
  z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
);

const BoxClassSchema = z.readonly(z.object({ class: z.string(), score: z.nullable(z.number()) }));

/** The schema of `Box`. */
export const BoxSchema = z.readonly(
  z.object({
    vertices: z.readonly(z.array(z.readonly(z.object({ x: z.number(), y: z.number() })))),
    bounds: BoundsSchema,
    classes: z.readonly(z.array(BoxClassSchema)),
    keypoints: z.readonly(z.array(z.unknown())),
    meta: z.unknown(),
  }),
);

/** The schema of `Mask`; values 0 to 255. */
export const MaskSchema = z.readonly(
  z.object({
    url: z.string(),
    mapping: z.readonly(z.array(z.readonly(z.object({ class: z.string(), value: z.number() })))),
  }),
);

const number = z.nullable(z.number());

/** The schema of `Transcript`. */
export const TranscriptSchema = z.readonly(
  z.object({
    text: z.string(),
    language: z.nullable(z.string()),
    words: z.readonly(
      z.array(
        z.readonly(
          z.object({
            text: z.string(),
            startSeconds: number,
            score: number,
            alternatives: z.readonly(z.array(z.readonly(z.object({ text: z.string(), score: number })))),
          }),
        ),
      ),
    ),
  }),
);

/** The schema of `TextBlock`. */
export const TextBlockSchema = z.readonly(
  z.object({
    text: z.string(),
    language: z.nullable(z.string()),
    box: z.nullable(BoxSchema),
    classes: z.readonly(z.array(ClassScoreSchema)),
  }),
);

/** The schema of `Match`. */
export const MatchSchema = z.readonly(
  z.object({
    isMatched: z.boolean(),
    types: z.readonly(z.array(z.string())),
    hashes: z.readonly(
      z.array(
        z.readonly(
          z.object({
            type: z.string(),
            isMatched: z.boolean(),
            sources: z.readonly(z.array(z.string())),
            startSeconds: number,
            endSeconds: number,
          }),
        ),
      ),
    ),
  }),
);

/** The schema of `Frame`. */
export const FrameSchema = z.readonly(
  z.object({
    kind: z.enum(["classification", "detection", "segmentation", "text", "transcript", "match", "other"]),
    resultIndex: z.number().check(z.int(), z.minimum(0)),
    index: z.number().check(z.int(), z.minimum(0)),
    timeSeconds: z.nullable(z.number()),
    evaluated: z.boolean(),
    classes: z.readonly(z.array(ClassScoreSchema)),
    scale: z.enum(["probability", "level"]),
    unsupportedClasses: z.readonly(z.array(z.string())),
    boxes: z.readonly(z.array(BoxSchema)),
    mask: z.nullable(MaskSchema),
    transcript: z.nullable(TranscriptSchema),
    textBlocks: z.readonly(z.array(TextBlockSchema)),
    match: z.nullable(MatchSchema),
    span: z.nullable(z.readonly(z.object({ start: z.number(), end: z.number() }))),
    raw: z.unknown(),
  }),
);
