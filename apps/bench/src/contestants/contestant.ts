import type { PayloadForm } from "../payload/payload-spec.ts";
import type { FrameSink } from "./frame-sink.ts";

/** Bytes of a reply, as `fetch` gives them. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** One way to read the frames of a reply. All read the same stream and hand every frame to the same sink. */
export type Contestant = {
  /** As in the tables. */
  readonly name: string;
  /** `"whole"`: has all frames at the end. `"peer"`: a parser of others that reads while the bytes arrive. */
  readonly kind: "native" | "ours" | "whole" | "peer";
  /** Reads the stream to its end. */
  readonly read: (stream: ByteStream, sink: FrameSink, form: PayloadForm) => Promise<void>;
};
