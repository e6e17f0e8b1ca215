/** A class and how sure the model is of it, 0 to 1. */
export type ReplyClass = { readonly class: string; readonly score: number };

/** A detected object; coordinates are pixels from the top left. `meta` is an object, as live replies have it; V1DOCS calls it an array. */
export type BoundingPoly = {
  /** The corners, clockwise from the top left (order: ours; Hive's pages disagree). */
  readonly vertices: readonly { readonly x: number; readonly y: number }[];
  /** The same box by its edges. */
  readonly dimensions: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
  /** The classes of this box. */
  readonly classes: readonly ReplyClass[];
  /** Always empty here. */
  readonly keypoints: readonly [];
  /** Where the score comes from; type `color` is ours. */
  readonly meta: { readonly type: "color"; readonly score: number };
};

/** One entry of `output`: a frame at `time`, in seconds. */
export type ReplyFrame =
  | { readonly time: number; readonly classes: readonly ReplyClass[] }
  | { readonly time: number; readonly bounding_poly: readonly BoundingPoly[] }
  | {
      /** Only where frames have times; V1DOCS has no `time` in a segmentation, so this is ours. */
      readonly time?: number;
      /** Where the mask is served: by the emulator itself (ours). */
      readonly url: string;
      /** Which pixel value, 0 to 255, stands for which class. */
      readonly mapping: readonly { readonly class: string; readonly value: number }[];
    };

/** What was submitted, as replies describe it. Of a file that was not decoded, what is not known is `null`. */
export type ReplyMedia = {
  /** The URL as submitted; `null` for an upload. */
  readonly url: string | null;
  /** The name of the uploaded file; `null` for a URL. */
  readonly filename: string | null;
  /** `PHOTO`, or `VIDEO` for videos and for animations of several frames (the latter: ours). */
  readonly type: "PHOTO" | "VIDEO" | null;
  /** The short name of the type, such as `jpeg`. */
  readonly mime_type: string | null;
  /** The type in full, by the file's first bytes. */
  readonly mimetype: string | null;
  /** Width in pixels, as shown. */
  readonly width: number | null;
  /** Height in pixels, as shown. */
  readonly height: number | null;
  /** Frames in the file, of which one per second is classified; 1 for a picture. */
  readonly num_frames: number | null;
  /** Length in seconds; 0 for a picture. */
  readonly duration: number | null;
};

/** What v1 answers for a model. Source: V1DOCS inside the wrapper of live v1 replies, reference/hive-api.md, section 1. */
export type ModelReply = {
  readonly id: string;
  readonly code: 200;
  readonly project_id: number;
  readonly user_id: number;
  /** When the answer was ready, ISO 8601; not before the one in `input`. */
  readonly created_on: string;
  /** An object in v1; an array is v2. */
  readonly status: {
    /** `"0"` and `SUCCESS`, or one of Hive's task codes with its name and, after a colon, our reason. */
    readonly status: { readonly code: string; readonly message: string };
    readonly response: {
      readonly input: {
        readonly id: string;
        /** US dollars, with the noise of binary fractions that real replies have. */
        readonly charge: number;
        readonly model: string;
        readonly model_version: number;
        readonly model_type: string;
        /** When the submission arrived, ISO 8601. */
        readonly created_on: string;
        readonly media: ReplyMedia;
        readonly user_id: number;
        readonly project_id: number;
        readonly config_version: number;
        readonly config_tag: string;
      };
      /** The frames, by ascending time; empty for a failed task. */
      readonly output: readonly ReplyFrame[];
    };
  };
  readonly from_cache: false;
};

/** What v1 answers for data labeling. Source: an older crawl of V1DOCS, reference/hive-api.md, section 1.2. */
export type LabelingReply = {
  readonly id: string;
  readonly project_id: number;
  readonly user_id: number;
  readonly callback: null;
  readonly project_type: "np";
  readonly media_type: "photo" | "video";
  readonly params: Readonly<Record<string, never>>;
  /** The labels. */
  readonly status: readonly string[];
  readonly created_on: string;
};

/** What the emulator answered for a task. */
export type EmulatorReply = ModelReply | LabelingReply;
