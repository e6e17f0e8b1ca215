import { createGate } from "./gate.ts";

/** Holds back the end of Hive's replies, so that a test can observe an item in progress without depending on timing. */
export type FrameHold = {
  /** The `fetch` of the desk's projects. */
  readonly fetch: typeof globalThis.fetch;
  /** Lets only the first `frameCount` frames of each later reply through. */
  readonly after: (frameCount: number) => void;
  /** Sends the rest of all held replies and stops holding replies back. */
  readonly release: () => void;
};

/** Creates a hold that lets replies through until {@link FrameHold.after} is called. */
export function createFrameHold(): FrameHold {
  /** The number of frames to let through; `null` for all of them. */
  let limit: number | null = null;
  let gate = createGate();
  return {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (limit === null || !response.ok) return response;
      const [head, tail] = splitReply(await response.text(), limit);
      return new Response(streamInTwo(head, tail, gate.opened), {
        headers: { "content-type": "application/json" },
      });
    },
    after: (frameCount) => {
      limit = frameCount;
    },
    release: () => {
      limit = null;
      gate.open();
      gate = createGate();
    },
  };
}

/** Splits a reply of the emulator after `frameCount` frames; a shorter reply has an empty tail. */
function splitReply(text: string, frameCount: number): readonly [head: string, tail: string] {
  const next = [...text.matchAll(/\{"time":/g)][frameCount]?.index ?? text.length;
  return [text.slice(0, next), text.slice(next)];
}

function streamInTwo(head: string, tail: string, released: Promise<void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: async (controller) => {
      controller.enqueue(encoder.encode(head));
      if (tail !== "") await released;
      try {
        controller.enqueue(encoder.encode(tail));
        controller.close();
      } catch {
        // The desk has cancelled the stream.
      }
    },
  });
}
