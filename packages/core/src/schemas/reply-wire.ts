import * as z from "zod/mini";

// Lenient if only information is lost: a value of another type counts as absent, but `raw` keeps it.
const looseText = z.catch(z.nullish(z.string()), null);
const looseNumber = z.catch(z.nullish(z.number()), null);
const looseScalar = z.catch(z.nullish(z.union([z.string(), z.number()])), null);

/** The schema of the media in v1 and v2. */
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

/** The media in v1 and v2. */
export type MediaWire = z.infer<typeof MediaWire>;

/** The schema of `response.input` in v1 and v2. It is only informative, so a malformed value is not an error. */
export const InputWire = z.looseObject({
  charge: looseScalar,
  model: looseText,
  model_version: looseScalar,
  model_type: looseText,
  created_on: looseText,
  media: z.catch(z.nullish(MediaWire), null),
});

/** The `response.input` of v1 and v2. */
export type InputWire = z.infer<typeof InputWire>;

/**
 * The schema of an entry of `status` in v1 and v2. The code decides whether the task failed, so its type is checked.
 */
export const StatusEntryWire = z.looseObject({
  status: z.nullish(
    z.looseObject({
      code: z.nullish(z.union([z.string(), z.number()])),
      message: looseText,
      // Hive does not document its position, so it is read here and in the envelope.
      error_code: z.nullish(z.union([z.string(), z.number()])),
    }),
  ),
  response: z.optional(z.unknown()),
});

/** An entry of `status` in v1 and v2. */
export type StatusEntryWire = z.infer<typeof StatusEntryWire>;

/** The schema of the envelope of v1 and v2, without the content of `status`. */
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

/** The envelope of v1 and v2. */
export type EnvelopeWire = z.infer<typeof EnvelopeWire>;

/** The schema of the envelope of v3. */
export const OutputEnvelopeWire = z.looseObject({
  task_id: looseScalar,
  model: looseText,
  version: looseScalar,
  output: z.union([z.array(z.unknown()), z.looseObject({})]),
});
