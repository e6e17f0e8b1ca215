import { HiveClient } from "@hivekit/core";
import { JSONParser } from "@streamparser/json";

/** Reads a reply to its end and counts its frames. */
export type Reader = {
  readonly name: string;
  readonly read: (
    reply: Uint8Array<ArrayBuffer>,
  ) => Promise<{ readonly frames: number; readonly firstFrameMs: number }>;
};

const CHUNK_BYTES = 64 * 1024;

function streamOf(reply: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (position >= reply.length) return controller.close();
        controller.enqueue(reply.slice(position, position + CHUNK_BYTES));
        position += CHUNK_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}

function clientOf(reply: Uint8Array<ArrayBuffer>): HiveClient {
  return new HiveClient({ apiKey: "bench", fetch: async () => new Response(streamOf(reply)) });
}

const media = new Uint8Array([1]);

/** The same reply, read by the ways that people have. The first one is the measure for the others. */
export const READERS: readonly Reader[] = [
  {
    name: "JSON.parse(await response.text())",
    read: async (reply) => {
      const start = performance.now();
      const json = JSON.parse(await new Response(streamOf(reply)).text());
      const { length } = json.status.response.output;
      return { frames: length, firstFrameMs: performance.now() - start };
    },
  },
  {
    name: "hivekit classify()",
    read: async (reply) => {
      const start = performance.now();
      const task = await clientOf(reply).classify({ media });
      return { frames: task.results[0]?.frames.length ?? 0, firstFrameMs: performance.now() - start };
    },
  },
  {
    name: "hivekit frames()",
    read: async (reply) => {
      const start = performance.now();
      let frames = 0;
      let firstFrameMs = 0;
      for await (const _frame of clientOf(reply).frames({ media })) {
        if (frames++ === 0) firstFrameMs = performance.now() - start;
      }
      return { frames, firstFrameMs };
    },
  },
  {
    name: "@streamparser/json",
    read: async (reply) => {
      const start = performance.now();
      let frames = 0;
      let firstFrameMs = 0;
      const parser = new JSONParser({ paths: ["$.status.response.output.*"], keepStack: false });
      parser.onValue = () => {
        if (frames++ === 0) firstFrameMs = performance.now() - start;
      };
      for await (const chunk of streamOf(reply)) parser.write(chunk);
      return { frames, firstFrameMs };
    },
  },
];
