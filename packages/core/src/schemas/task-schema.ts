import * as z from "zod/mini";
import { FrameSchema } from "./frame-schema.ts";

const text = z.nullable(z.string());
const number = z.nullable(z.number());
// In a task that was stored as JSON, a date is a string.
const date = z.nullable(
  z.union([
    z.date(),
    z.pipe(
      z.iso.datetime(),
      z.transform((iso) => new Date(iso)),
    ),
  ]),
);

/** The schema of `TextHit`. */
export const TextHitSchema = z.readonly(
  z.object({ value: z.string(), type: z.string(), start: number, end: number }),
);

// `null`: the response has no such list.
const hits = z.nullable(z.readonly(z.array(TextHitSchema)));

const TextInfoSchema = z.readonly(
  z.object({
    language: text,
    filters: hits,
    pii: hits,
    urls: hits,
    moderatedClasses: z.readonly(z.array(z.string())),
    incompleteLists: z.optional(z.readonly(z.array(z.enum(["filters", "pii", "urls"])))),
  }),
);

const MediaInfoSchema = z.readonly(
  z.object({
    url: text,
    filename: text,
    type: text,
    mimeType: text,
    widthPx: number,
    heightPx: number,
    frameCount: number,
    durationSeconds: number,
  }),
);

/** The schema of `ModelResult`. */
export const ModelResultSchema = z.readonly(
  z.object({
    status: z.nullable(z.readonly(z.object({ code: z.string(), message: z.string() }))),
    model: z.readonly(z.object({ name: text, version: text, type: text })),
    chargeUsd: number,
    createdOn: date,
    media: z.nullable(MediaInfoSchema),
    text: z.nullable(TextInfoSchema),
    provenance: z.nullable(z.readonly(z.object({ c2pa: z.unknown(), generator: text }))),
    frames: z.readonly(z.array(FrameSchema)),
    evaluated: z.boolean(),
    isUnconfirmed: z.optional(z.literal(true)),
  }),
);

/** The schema of `Task`. Also parses a task that was stored as JSON, in which dates are ISO 8601 strings. */
export const TaskSchema = z.readonly(
  z.object({
    kind: z.enum(["model", "labeling"]),
    id: z.string(),
    projectId: number,
    userId: number,
    createdOn: date,
    fromCache: z.boolean(),
    metadata: text,
    labels: z.readonly(z.array(z.string())),
    results: z.readonly(z.array(ModelResultSchema)),
    raw: z.unknown(),
  }),
);
