import type { PayloadForm } from "../payload/payload-spec.ts";
import type { FrameSink } from "./frame-sink.ts";

/** The bytes of a reply, as `fetch` returns them. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** A way to read the frames of a reply. All readers read the same stream and pass each frame to the same sink. */
export type Reader = {
  /** The name in the tables. */
  readonly name: string;
  /** `"buffered"`: delivers all frames at the end. `"peer"`: another package's streaming parser. */
  readonly kind: "native" | "hivekit" | "buffered" | "peer";
  /** Reads the stream to its end. */
  readonly read: (stream: ByteStream, sink: FrameSink, form: PayloadForm) => Promise<void>;
};
