import { VISUAL_HEADS } from "@hivekit/core/classes";
import { once } from "node:events";
import type { Script } from "../../../core/test/support/stub-server.ts";

/** The amount of a long response that a server has written to its socket, including system buffers. */
export type Written = { frames: number; bytes: number };

/**
 * Creates a v1 response with one frame per second, each with every class of visual moderation. Writes no faster than
 * the client reads. The frames are made up, because the recorded replies are too short.
 */
export function longReply(frameCount: number, written: Written): Script {
  return async ({ response, readBody }) => {
    await readBody();
    const write = async (text: string): Promise<void> => {
      written.bytes += Buffer.byteLength(text);
      if (!response.write(text))
        await once(response, "drain", { signal: AbortSignal.timeout(DRAIN_TIMEOUT_MS) });
    };
    await write(
      '{"id":"long","status":{"status":{"code":"0","message":"SUCCESS"},"response":{"input":{},"output":[',
    );
    for (let index = 0; index < frameCount && !response.destroyed; index++) {
      await write(`${index === 0 ? "" : ","}${frameText(index)}`);
      written.frames++;
    }
    response.end("]}}}");
  };
}

const DRAIN_TIMEOUT_MS = 20_000;
const NAMES = VISUAL_HEADS.flatMap(({ classes }) => classes);

/** Creates a frame of about 8 kB. */
export function frameText(time: number): string {
  const classes = NAMES.map((name, place) => ({ class: name, score: 1 / (place + 3 + (time % 7)) }));
  return JSON.stringify({ time, classes });
}
