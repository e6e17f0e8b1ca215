/**
 * A file-like object: a `File`, a file on disk, or a `Blob` of another realm or of a polyfill.
 * `fromPath` of `@hivekit/core/node` creates one.
 */
export type MediaFile = {
  /** The size in bytes. {@link MediaFile.stream} must yield exactly this many. */
  readonly size: number;
  /** The media type; empty or absent if unknown. */
  readonly type?: string | undefined;
  /** The file name without folders; empty or absent if there is none. */
  readonly name?: string | undefined;
  /** Opens a new stream of the bytes. */
  stream(): ReadableStream<Uint8Array>;
};

/**
 * The bytes of an image, a GIF or a video. A stream or an async iterable can be read only once, so its submission
 * cannot be retried.
 */
export type MediaBytes =
  | Blob
  | MediaFile
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** The bytes of media, or a function that opens them. The function is called for each attempt. */
export type MediaSource = MediaBytes | (() => MediaBytes | Promise<MediaBytes>);

/** A submission that uploads media. */
export type MediaSubmission = {
  /** The bytes of an image, a GIF or a video. */
  readonly media: MediaSource;
  /** @defaultValue the name of the `File`, or `upload` with an extension for the detected type, or `upload.bin` */
  readonly filename?: string | undefined;
  /**
   * @defaultValue the type of the `Blob`, or the type detected from the first bytes, or `application/octet-stream`
   */
  readonly contentType?: string | undefined;
  /** Text that accompanies the media. v1 only, form field `text`. */
  readonly text?: string | undefined;
  /** Not allowed together with media. */
  readonly url?: undefined;
};

/** A submission of media that Hive downloads. */
export type UrlSubmission = {
  /** An `http:` or `https:` URL that Hive can reach, without user info. */
  readonly url: string | URL;
  /** Text that accompanies the media. v1 only, form field `text`. */
  readonly text?: string | undefined;
  /** Not allowed together with a URL. */
  readonly media?: undefined;
};

/** A submission of text alone. v2 and v3 only. */
export type TextSubmission = {
  /** The text. */
  readonly text: string;
  /** Not allowed with text alone. */
  readonly media?: undefined;
  /** Not allowed with text alone. */
  readonly url?: undefined;
};

/**
 * A submission: exactly one of media, a URL, or text alone.
 *
 * Source: Hive's v1 documentation, "Request Body" (read 2026-11-24).
 */
export type Submission = MediaSubmission | UrlSubmission | TextSubmission;
