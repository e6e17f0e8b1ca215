import * as z from "zod/mini";

// Lenient where only information is lost: another type reads as absent, and `raw` still holds it.
const looseText = z.catch(z.nullish(z.string()), null);
const looseNumber = z.catch(z.nullish(z.number()), null);

const ClassScoreWire = z.looseObject({ class: z.string(), score: z.number() });

const BoundingPolyWire = z.looseObject({
  vertices: z.nullish(z.array(z.looseObject({ x: z.number(), y: z.number() }))),
  dimensions: z.catch(
    z.nullish(z.looseObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() })),
    null,
  ),
  classes: z.nullish(z.array(ClassScoreWire)),
  keypoints: z.catch(z.nullish(z.array(z.unknown())), null),
  meta: z.optional(z.unknown()),
});

/** One element of `output`. Strict where a verdict rests on a value: another type there is an error. */
export const FrameWire = z.looseObject({
  time: z.nullish(z.number()),
  classes: z.nullish(z.array(ClassScoreWire)),
  bounding_poly: z.nullish(z.array(BoundingPolyWire)),
  url: z.nullish(z.string()),
  mapping: z.nullish(z.array(z.looseObject({ class: z.string(), value: z.number() }))),
});

/** A frame as v1 writes it. */
export type FrameWire = z.infer<typeof FrameWire>;

/** A detected object as v1 writes it. */
export type BoundingPolyWire = z.infer<typeof BoundingPolyWire>;

const MediaWire = z.looseObject({
  url: looseText,
  filename: looseText,
  type: looseText,
  mimetype: looseText,
  width: looseNumber,
  height: looseNumber,
  num_frames: looseNumber,
  duration: looseNumber,
});

/** What is known of the media, as v1 writes it. */
export type MediaWire = z.infer<typeof MediaWire>;

const looseScalar = z.catch(z.nullish(z.union([z.string(), z.number()])), null);

/** `response.input`: information only, so nothing in it can fail a reply. */
export const InputWire = z.looseObject({
  charge: looseScalar,
  model: looseText,
  model_version: looseScalar,
  model_type: looseText,
  created_on: looseText,
  media: z.catch(z.nullish(MediaWire), null),
});

/** What is known of the request, as v1 writes it. */
export type InputWire = z.infer<typeof InputWire>;

/** One entry of `status`. The code decides whether the task failed, so its type is checked. */
export const StatusEntryWire = z.looseObject({
  status: z.nullish(
    z.looseObject({ code: z.nullish(z.union([z.string(), z.number()])), message: looseText }),
  ),
  response: z.optional(z.unknown()),
});

/** An entry of `status` as v1 writes it. */
export type StatusEntryWire = z.infer<typeof StatusEntryWire>;

/** The outermost object, without what `status` holds. */
export const EnvelopeWire = z.looseObject({
  id: looseText,
  return_code: looseScalar,
  message: looseText,
  project_id: looseNumber,
  user_id: looseNumber,
  created_on: looseText,
  from_cache: z.catch(z.nullish(z.boolean()), null),
  metadata: looseText,
  status: z.optional(z.unknown()),
});

/** The outermost object as v1 writes it. */
export type EnvelopeWire = z.infer<typeof EnvelopeWire>;
