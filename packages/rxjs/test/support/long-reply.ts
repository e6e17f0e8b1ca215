import { VISUAL_HEADS } from "@hivekit/core/classes";
import { once } from "node:events";
import type { Script } from "../../../core/test/support/stub-server.ts";

/** How much of a long reply a server has written: what its socket took, buffers of the system included. */
export type Written = { frames: number; bytes: number };

/**
 * Answers v1 with one frame a second, every class of visual moderation in each, no faster than the client reads. Invented, because the
 * recorded replies are too short.
 */
export function longReply(frameCount: number, written: Written): Script {
  return async ({ response, readBody }) => {
    await readBody();
    const write = async (text: string): Promise<void> => {
      written.bytes += Buffer.byteLength(text);
      if (!response.write(text)) await once(response, "drain", { signal: AbortSignal.timeout(PATIENCE_MS) });
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

const PATIENCE_MS = 20_000;
const NAMES = VISUAL_HEADS.flatMap(({ classes }) => classes);

/** About 8 kB. */
export function frameText(time: number): string {
  const classes = NAMES.map((name, place) => ({ class: name, score: 1 / (place + 3 + (time % 7)) }));
  return JSON.stringify({ time, classes });
}
