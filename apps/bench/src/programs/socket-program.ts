import { findReader } from "../readers/readers.ts";
import type { ByteStream } from "../readers/reader.ts";
import { FrameSink } from "../readers/frame-sink.ts";
import type { PayloadForm, Reference } from "../payload/payload-spec.ts";
import { printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type SocketTask = {
  readonly url: string;
  readonly form: PayloadForm;
  readonly reference: Reference;
  readonly reader: string;
};

/** The output of the program. The chunks of the socket are counted from 1. */
export type SocketFacts = {
  /** The chunks with the last bytes of the first frames. */
  readonly completedInChunk: readonly number[];
  /** The chunks after which these frames were delivered. */
  readonly deliveredInChunk: readonly number[];
  readonly firstFrameMs: number;
  readonly totalMs: number;
  readonly problem: string | null;
};

const { url, form, reference, reader }: SocketTask = JSON.parse(process.argv[2] ?? "{}");
let chunks = 0;
let bytes = 0;
const completedInChunk: number[] = [];
const deliveredInChunk: number[] = [];

/** Records the chunks of the first frames. */
class RecordingSink extends FrameSink {
  override add(json: unknown, items: number): void {
    if (deliveredInChunk.length < reference.frameEndBytes.length) deliveredInChunk.push(chunks);
    super.add(json, items);
  }
}

// The first call of `fetch` loads the runtime's HTTP client, which must not be measured.
await fetch(url, { method: "HEAD" });
const startMs = performance.now();
const sink = new RecordingSink(reference);
const response = await fetch(url);
if (response.body === null) throw new Error("The response has no body.");
await findReader(reader).read(countChunks(response.body), sink, form);
const facts: SocketFacts = {
  completedInChunk,
  deliveredInChunk,
  firstFrameMs: sink.firstFrameMs ?? 0,
  totalMs: performance.now() - startMs,
  problem: sink.findProblem(),
};
printAndExit(facts);

/** Counts the chunks that are read, without reading ahead. */
function countChunks(body: ByteStream): ByteStream {
  const bodyReader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await bodyReader.read();
        if (done) return controller.close();
        chunks++;
        bytes += value.byteLength;
        while (bytes >= (reference.frameEndBytes[completedInChunk.length] ?? Infinity))
          completedInChunk.push(chunks);
        controller.enqueue(value);
      },
      cancel: (reason) => bodyReader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
