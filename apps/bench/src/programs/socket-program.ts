import { contestantOf } from "../contestants/contestants.ts";
import type { ByteStream } from "../contestants/contestant.ts";
import { FrameSink } from "../contestants/frame-sink.ts";
import type { PayloadForm, Reference } from "../payload/payload-spec.ts";
import { finish } from "./finish.ts";

/** The program's argument. */
export type SocketTask = {
  readonly url: string;
  readonly form: PayloadForm;
  readonly reference: Reference;
  readonly contestant: string;
};

/** What the program prints; chunks are those that the socket delivered, counted from 1. */
export type SocketFacts = {
  /** The chunks with the last byte of each of the first frames. */
  readonly completedInChunk: readonly number[];
  /** The chunks after which these frames were delivered. */
  readonly deliveredInChunk: readonly number[];
  readonly firstFrameMs: number;
  readonly totalMs: number;
  readonly problem: string | null;
};

const { url, form, reference, contestant }: SocketTask = JSON.parse(process.argv[2] ?? "{}");
let chunks = 0;
let bytes = 0;
const completedInChunk: number[] = [];
const deliveredInChunk: number[] = [];

/** Takes note of the first frames' chunks. */
class NotingSink extends FrameSink {
  override take(json: unknown, items: number): void {
    if (deliveredInChunk.length < reference.frameEndBytes.length) deliveredInChunk.push(chunks);
    super.take(json, items);
  }
}

// `fetch` loads the runtime's HTTP client at its first call, which has nothing to do with the frames.
await fetch(url, { method: "HEAD" });
const startMs = performance.now();
const sink = new NotingSink(reference);
const response = await fetch(url);
if (response.body === null) throw new Error("the reply has no body");
await contestantOf(contestant).read(counted(response.body), sink, form);
const facts: SocketFacts = {
  completedInChunk,
  deliveredInChunk,
  firstFrameMs: sink.firstFrameMs ?? 0,
  totalMs: performance.now() - startMs,
  problem: sink.problem(),
};
finish(facts);

/** Counts the chunks that are taken, without taking any ahead. */
function counted(body: ByteStream): ByteStream {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        chunks++;
        bytes += value.byteLength;
        while (bytes >= (reference.frameEndBytes[completedInChunk.length] ?? Infinity))
          completedInChunk.push(chunks);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
