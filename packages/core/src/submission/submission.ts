/**
 * Something that is read like a `File` and need not be one: a file on disk, or the `Blob` of another realm or of a polyfill.
 * `fromPath` of `@hivekit/core/node` opens such a one.
 */
export type MediaFile = {
  /** Its size in bytes, which is also how many bytes {@link MediaFile.stream} gives. */
  readonly size: number;
  /** Its media type; empty or absent if it is not known. */
  readonly type?: string | undefined;
  /** Its name, without folders; empty or absent for none. */
  readonly name?: string | undefined;
  /** Opens its bytes anew. */
  stream(): ReadableStream<Uint8Array>;
};

/**
 * The bytes of an image, a GIF or a video. A function opens them anew for each attempt; a stream or an iterable can be read once.
 */
export type MediaBytes =
  | Blob
  | MediaFile
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** Where the bytes come from: the bytes themselves, or a function that opens them. */
export type MediaSource = MediaBytes | (() => MediaBytes | Promise<MediaBytes>);

/** An upload of media. */
export type MediaSubmission = {
  /** The bytes of an image, a GIF or a video. */
  readonly media: MediaSource;
  /** @defaultValue the `File`'s name, else `upload` with an ending that fits the content, else `upload.bin` */
  readonly filename?: string | undefined;
  /** @defaultValue the `Blob`'s type, else what the first bytes say, else `application/octet-stream` */
  readonly contentType?: string | undefined;
  /** Text to show or judge beside the media. v1 takes it, form field `text`. */
  readonly text?: string | undefined;
  /** Not beside media, nor beside text alone. */
  readonly url?: undefined;
};

/** Media that Hive fetches by itself. */
export type UrlSubmission = {
  /** An `http:` or `https:` address that Hive can reach, without user info. */
  readonly url: string | URL;
  /** Text to show or judge beside the media. v1 takes it, form field `text`. */
  readonly text?: string | undefined;
  /** Not beside a url, nor beside text alone. */
  readonly media?: undefined;
};

/** A text alone. v1 does not take it. */
export type TextSubmission = {
  /** The text. */
  readonly text: string;
  /** Not beside a url, nor beside text alone. */
  readonly media?: undefined;
  /** Not beside media, nor beside text alone. */
  readonly url?: undefined;
};

/**
 * What is submitted: exactly one of media, url, or text alone.
 *
 * Source: Hive's v1 documentation, "Request Body" (read 2026-11-24).
 */
export type Submission = MediaSubmission | UrlSubmission | TextSubmission;
