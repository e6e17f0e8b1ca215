import { isObject } from "../value/is-object.ts";
import type { Frame } from "./frame.ts";

/**
 * The media as reported by Hive. A property is `null` if Hive does not report it.
 *
 * Source: Hive's v1 documentation, "media object" (read 2026-11-24). `duration` is observed; see docs/discoveries.md.
 */
export type MediaInfo = {
  /** The submitted URL with its query. It may be signed: do not log it. */
  readonly url: string | null;
  /** The name of the uploaded file. */
  readonly filename: string | null;
  /** The kind of media, as Hive names it, for example `PHOTO` or `VIDEO`. */
  readonly type: string | null;
  /** The media type, for example `image/jpeg`. */
  readonly mimeType: string | null;
  /** The width in pixels. */
  readonly widthPx: number | null;
  /** The height in pixels. */
  readonly heightPx: number | null;
  /** The number of frames in the media, not the number of evaluated frames. */
  readonly frameCount: number | null;
  /** The duration in seconds; 0 for a still image. */
  readonly durationSeconds: number | null;
};

/** A match in a text, such as a word on a list. */
export type TextHit = {
  /** The matching part of the user's text. Do not log it. */
  readonly value: string;
  /** The type in Hive's spelling, for example `profanity`; `""` if Hive sent none. */
  readonly type: string;
  /** Index of the first character; `null` if Hive sent none. */
  readonly start: number | null;
  /** Index after the last character; `null` if Hive sent none. */
  readonly end: number | null;
};

/**
 * The data about a text, except the scores. v1 has none, according to its documentation.
 *
 * A list of hits is `null` if the response has no such list, which means that nothing is known. It is `[]` if the list
 * in the response is empty. If the lists are inside the frames and some frames have none, a list contains the hits of
 * the others, and `incompleteLists` names it; if there are no hits, the list is `null`.
 */
export type TextInfo = {
  /** The language that Hive detected, for example `EN`; `null` if the response does not report it. */
  readonly language: string | null;
  /** Words on Hive's or your own lists; `null` if the response has no such list. */
  readonly filters: readonly TextHit[] | null;
  /** Personal data; `null` if the response has no such list, as in v3. */
  readonly pii: readonly TextHit[] | null;
  /** Web addresses; `null` if the response has no such list, as in v3. */
  readonly urls: readonly TextHit[] | null;
  /** The classes that the model evaluated for this language. */
  readonly moderatedClasses: readonly string[];
  /** The lists that some texts of the result do not have, so that more hits are possible. Absent if there are none. */
  readonly incompleteLists?: readonly ("filters" | "pii" | "urls")[] | undefined;
};

/** Checks whether a language is Hive's value for one that the model does not support. */
export function isUnknownLanguage(language: unknown): boolean {
  return typeof language === "string" && /^unsupported$/i.test(language);
}

/**
 * The origin of media, as its own metadata reports it. It can be removed or forged, so use it together with the scores.
 *
 * Source: https://docs.thehive.ai/reference/ai-generated-image-and-video-detection-1 (read 2026-11-30). The keys of
 * `c2pa` are known from third parties.
 */
export type Provenance = {
  /**
   * The C2PA data as Hive sent it, undecoded. Third parties report the keys `claim_generator`,
   * `actions_software_agent`, `actions_action` and `actions_digital_source_type`; the last one is
   * `trainedAlgorithmicMedia` for generated media. A value is a string or a list of strings.
   */
  readonly c2pa: unknown;
  /** The software that wrote the data: the first `claim_generator`; `null` if there is none. */
  readonly generator: string | null;
};

/** The result of one model. */
export type ModelResult = {
  /**
   * The status of this result. Its code is `"0"` or, from the CSAM API, `"200"`, because any other code throws a
   * `HiveTaskError`. `null` if the response has none.
   */
  readonly status: {
    /** `"0"` or `"200"`: success. */
    readonly code: string;
    /** Hive's message, for example `SUCCESS`. */
    readonly message: string;
  } | null;
  /** The model. A property is `null` if the response does not report it. The letter case of `type` varies. */
  readonly model: {
    /** The name, for example `visual-moderation`. */
    readonly name: string | null;
    /** The version, as text even if Hive sends a number. */
    readonly version: string | null;
    /** The type, for example `CATEGORIZATION`. */
    readonly type: string | null;
  };
  /** The charge for this result in US dollars, rounded to 7 decimals; `null` if the response does not report it. */
  readonly chargeUsd: number | null;
  /** The time at which the submission reached the model; `null` if the response does not report it. */
  readonly createdOn: Date | null;
  /** The media as reported by Hive; `null` for a text. */
  readonly media: MediaInfo | null;
  /** The data about a text; `null` for media. */
  readonly text: TextInfo | null;
  /** The origin of the media; `null` if the response does not report it. */
  readonly provenance: Provenance | null;
  /** The frames, by time: one per image, or per moment of a GIF or video. */
  readonly frames: readonly Frame[];
  /** Whether there are frames and all of them are evaluated. Never treat an unevaluated result as harmless. */
  readonly evaluated: boolean;
  /**
   * Set if the response does not confirm that the model evaluated the submission: its status has no code, the model
   * does not support the language of the text, or a later page has no list of frames.
   */
  readonly isUnconfirmed?: true | undefined;
};

/** A task without its results. */
export type TaskHead = {
  /** `labeling`: reviewers answered, see `labels`. `model`: models answered, see `results`. */
  readonly kind: "model" | "labeling";
  /** Hive's id of the task. */
  readonly id: string;
  /** Hive's id of the project; `null` if the response does not report it. */
  readonly projectId: number | null;
  /** Hive's id of the account; `null` if the response does not report it. */
  readonly userId: number | null;
  /** The time at which the task was completed, by Hive's clock; `null` if the response does not report it. */
  readonly createdOn: Date | null;
  /** Whether the result comes from Hive's cache; `false` if the response does not report it. */
  readonly fromCache: boolean;
  /** The metadata of the submission; `null` if there is none. v1 has none, according to its documentation. */
  readonly metadata: string | null;
  /** The answers of reviewers; `[]` for models. */
  readonly labels: readonly string[];
  /** The response as Hive sent it. It may contain signed URLs and texts: do not log it. */
  readonly raw: unknown;
};

/** A completed task with its results. */
export type Task = TaskHead & {
  /** The results, one per model; `[]` for labeling. */
  readonly results: readonly ModelResult[];
};

/** A result without its frames, which were streamed. */
export type ModelResultSummary = Omit<ModelResult, "frames"> & {
  /** The number of frames. */
  readonly frameCount: number;
};

/** A task without its frames, which were streamed. Its `raw` does not contain the frames either. */
export type TaskSummary = TaskHead & {
  /** The results, one per model; `[]` for labeling. */
  readonly results: readonly ModelResultSummary[];
};

/** Checks whether a value is a task with its frames, not a summary. Does not check what the frames contain. */
export function isTask(value: unknown): value is Task {
  return (
    isObject(value) &&
    hasResults(value["results"]) &&
    value["results"].every((one) => Array.isArray(one["frames"]))
  );
}

/** Checks whether a value is the results of a task or of a summary. */
export function hasResults(results: unknown): results is readonly { readonly [key: string]: unknown }[] {
  return Array.isArray(results) && [...results].every(isObject);
}
