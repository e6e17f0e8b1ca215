import type { Frame } from "./frame.ts";

/**
 * The media as Hive saw it. Every field is `null` where Hive says nothing.
 *
 * Source: Hive's v1 documentation, "media object" (read 2026-11-24); `duration` and `mime_type` are observed, see docs/discoveries.md.
 */
export type MediaInfo = {
  /** The URL that was submitted, with its query: it may be signed, do not log it. */
  readonly url: string | null;
  /** The name of the file that was uploaded. */
  readonly filename: string | null;
  /** What kind of media, in Hive's words, for example `PHOTO` or `VIDEO`. */
  readonly type: string | null;
  /** The media type, for example `image/jpeg`. */
  readonly mimeType: string | null;
  /** Width in pixels. */
  readonly widthPx: number | null;
  /** Height in pixels. */
  readonly heightPx: number | null;
  /** How many frames the media has; not how many were judged. */
  readonly frameCount: number | null;
  /** Duration in seconds, 0 for a still picture. */
  readonly durationSeconds: number | null;
};

/** Something found in a text. */
export type TextHit = {
  /** What was found; part of the user's text, do not log it. */
  readonly value: string;
  /** What kind of find, in Hive's words, for example `profanity`. */
  readonly type: string;
  /** Index of its first character; `null` if Hive gave none. */
  readonly start: number | null;
  /** Index after its last character; `null` if Hive gave none. */
  readonly end: number | null;
};

/** What Hive found in a text beside the scores. v1 as documented never gives one. */
export type TextInfo = {
  /** The language that Hive detected; `null` if it says nothing. */
  readonly language: string | null;
  /** Words on Hive's or your own lists. */
  readonly filters: readonly TextHit[];
  /** Personal data. */
  readonly pii: readonly TextHit[];
  /** Web addresses. */
  readonly urls: readonly TextHit[];
  /** The classes that were judged for this language. */
  readonly moderatedClasses: readonly string[];
};

/** What one model says of the submission. */
export type ModelResult = {
  /** Hive's word on this result; its code is `"0"` here, because anything else is thrown. `null` if the reply has none. */
  readonly status: {
    /** `"0"`: success. */
    readonly code: string;
    /** Hive's word for it, for example `SUCCESS`. */
    readonly message: string;
  } | null;
  /** Which model; fields are `null` where the reply does not say. `type` in Hive's spelling, which varies in case. */
  readonly model: {
    /** Its name, for example `visual-moderation`. */
    readonly name: string | null;
    /** Its version, as text also where Hive writes a number. */
    readonly version: string | null;
    /** What kind of model it is, for example `CATEGORIZATION`. */
    readonly type: string | null;
  };
  /** What this result cost, in US dollars, rounded to 5 decimals; `null` where the reply does not say. */
  readonly chargeUsd: number | null;
  /** When the submission reached the model; `null` where the reply does not say. */
  readonly createdOn: Date | null;
  /** The media as Hive saw it; `null` for a text. */
  readonly media: MediaInfo | null;
  /** What was found in a text; `null` for media. */
  readonly text: TextInfo | null;
  /** One per picture, or per moment of a GIF or video, by time. */
  readonly frames: readonly Frame[];
  /** Whether there are frames and every one of them was judged. What was not judged must never be taken for harmless. */
  readonly evaluated: boolean;
};

/** What a task says, apart from its results. */
export type TaskHead = {
  /** `labeling`: people answered, see `labels`. `model`: models did, see `results`. */
  readonly kind: "model" | "labeling";
  /** Hive's id of the submission. */
  readonly id: string;
  /** Hive's id of the project that the key belongs to; `null` where the reply does not say. */
  readonly projectId: number | null;
  /** Hive's id of the account; `null` where the reply does not say. */
  readonly userId: number | null;
  /** When the task was done, by Hive's clock; `null` where the reply does not say. */
  readonly createdOn: Date | null;
  /** Whether Hive answered from its cache; `false` where the reply does not say. */
  readonly fromCache: boolean;
  /** What you sent as metadata; `null` for none. v1 as documented has none. */
  readonly metadata: string | null;
  /** What people answered; `[]` for models. */
  readonly labels: readonly string[];
  /** The reply as Hive sent it. It may hold signed URLs and texts: do not log it. */
  readonly raw: unknown;
};

/** A whole reply: what was submitted, and what Hive says of it. */
export type Task = TaskHead & {
  /** One per model reply; `[]` for labeling. */
  readonly results: readonly ModelResult[];
};

/** A result after its frames have passed by. */
export type ModelResultSummary = Omit<ModelResult, "frames"> & {
  /** How many frames passed by. */
  readonly frameCount: number;
};

/** A task after its frames have passed by; in its `raw` the frames are left out. */
export type TaskSummary = TaskHead & {
  /** One per model reply; `[]` for labeling. */
  readonly results: readonly ModelResultSummary[];
};
