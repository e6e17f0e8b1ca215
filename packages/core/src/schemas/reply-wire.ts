import * as z from "zod/mini";

// Lenient where only information is lost: another type reads as absent, and `raw` still holds it.
const looseText = z.catch(z.nullish(z.string()), null);
const looseNumber = z.catch(z.nullish(z.number()), null);
const looseScalar = z.catch(z.nullish(z.union([z.string(), z.number()])), null);

/** What is known of the media, as v1 and v2 write it. */
export const MediaWire = z.looseObject({
  url: looseText,
  filename: looseText,
  type: looseText,
  mimetype: looseText,
  width: looseNumber,
  height: looseNumber,
  num_frames: looseNumber,
  duration: looseNumber,
});

/** What is known of the media, as v1 and v2 write it. */
export type MediaWire = z.infer<typeof MediaWire>;

/** `response.input`: information only, so nothing in it can fail a reply. */
export const InputWire = z.looseObject({
  charge: looseScalar,
  model: looseText,
  model_version: looseScalar,
  model_type: looseText,
  created_on: looseText,
  media: z.catch(z.nullish(MediaWire), null),
});

/** What is known of the request, as v1 and v2 write it. */
export type InputWire = z.infer<typeof InputWire>;

/** One entry of `status`. The code decides whether the task failed, so its type is checked. */
export const StatusEntryWire = z.looseObject({
  status: z.nullish(
    z.looseObject({
      code: z.nullish(z.union([z.string(), z.number()])),
      message: looseText,
      // Documented; where it stands is not known, so it is looked for here and in the envelope.
      error_code: z.nullish(z.union([z.string(), z.number()])),
    }),
  ),
  response: z.optional(z.unknown()),
});

/** An entry of `status` as v1 and v2 write it. */
export type StatusEntryWire = z.infer<typeof StatusEntryWire>;

/** The outermost object, without what `status` holds. */
export const EnvelopeWire = z.looseObject({
  id: looseText,
  task_id: looseText,
  project_id: looseNumber,
  user_id: looseNumber,
  created_on: looseText,
  from_cache: z.catch(z.nullish(z.boolean()), null),
  metadata: looseText,
  status: z.optional(z.unknown()),
});

/** The outermost object as v1 and v2 write it. */
export type EnvelopeWire = z.infer<typeof EnvelopeWire>;

/** The outermost object as v3 writes it. */
export const OutputEnvelopeWire = z.looseObject({
  task_id: looseScalar,
  model: looseText,
  version: looseScalar,
  output: z.array(z.unknown()),
});
