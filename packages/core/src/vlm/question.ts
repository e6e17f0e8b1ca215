import type { MediaSource } from "../submission/submission.ts";
import type { AnswerSchema } from "./schema.ts";

/** An image of a question: its bytes, or a URL that Hive downloads. */
export type VlmImage =
  | {
      /** The bytes of the image, which are held in memory and sent as a data URI. */
      readonly media: MediaSource;
      /**
       * The media type, for images whose first bytes are not of a known type.
       * @defaultValue the type detected from the first bytes, or else that of the `Blob`
       */
      readonly contentType?: string | undefined;
      /** Not allowed together with media. */
      readonly url?: undefined;
    }
  | {
      /** An `http:` or `https:` URL that Hive can reach, without user info. */
      readonly url: string | URL;
      /** Not allowed together with a URL. */
      readonly media?: undefined;
    };

/** How the model samples a video, and how often it answers. */
export type VlmVideo = {
  /**
   * The frames per second that the model sees, more than 0. Each frame costs tokens. Hive documents no range; other
   * clients use 0.5 and 1.
   * @defaultValue 1
   */
  readonly fps?: number | undefined;
  /**
   * `"once"`: one answer for all frames together. `"perFrame"`: an answer to each frame, in `Answer.frames`.
   * @defaultValue `"once"`
   */
  readonly scope?: "once" | "perFrame" | undefined;
};

/**
 * A question to the model: a prompt, and the content that it asks about. At most one of `media`, `url` and `images` is
 * allowed; `text` may accompany any of them.
 *
 * Source: https://docs.thehive.ai/docs/hive-vision-language-model-vlm (read 2026-11-30). Some parts are known from
 * third parties only; see docs/discoveries.md.
 */
export type VlmQuestion = {
  /** The instructions. Not empty. Never put user content here: pass it as `text`, which is sent in a separate part. */
  readonly prompt: string;
  /** The bytes of an image, which are held in memory and sent as a data URI. */
  readonly media?: MediaSource | undefined;
  /** An `http:` or `https:` URL that Hive can reach, without user info: an image, or with `video`, a video. */
  readonly url?: string | URL | undefined;
  /** Several images, in this order, at least one. Hive documents no maximum; other clients send up to five. */
  readonly images?: readonly VlmImage[] | undefined;
  /** States that `url` is a video, and how to sample it. `{}` uses the defaults. Requires `url`. */
  readonly video?: VlmVideo | undefined;
  /**
   * Text that the question is about, for example a post. Not empty. It is sent in a separate part, between `<content>`
   * and `</content>`, and is escaped so that it cannot contain these tags. A sentence at the end of the prompt says
   * that it is data.
   */
  readonly text?: string | undefined;
  /**
   * The maximum number of tokens of the answer, a whole number of at least 1.
   * @defaultValue 1024
   */
  readonly maxTokens?: number | undefined;
};

/** A question with or without a schema. */
export type AnyVlmQuestion = VlmQuestion & { readonly schema?: AnswerSchema<unknown> | undefined };

/** A question whose answer is a value of a schema. */
export type TypedVlmQuestion<Value> = VlmQuestion & {
  /**
   * The schema of the answer: one of zod 4.2 or later, of another library with Standard JSON Schema, or a JSON Schema
   * with a `parse` function. It is sent to the model, and the answer is checked against it.
   */
  readonly schema: AnswerSchema<Value>;
};
