import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { MediaFile } from "../submission/submission.ts";

/** How much of a file is read at once: 64 KiB. */
const PIECE_BYTES = 64 * 1024;

/**
 * A media that is read from disk while it is sent, and never into memory as a whole, in Node, Deno and Bun.
 *
 * @param path - Of a file. Nothing is opened before the submission is sent; each attempt opens it anew.
 * @returns what goes into `media`. Its name is the file's; its type is read off its first bytes.
 * @throws HiveInputError when the submission is sent, if the file cannot be read, is empty, or changes its size meanwhile.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { fromPath } from "@hivekit/core/node";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * const task = await hive.classify({ media: fromPath("demo-media/colors.mp4") });
 * console.log(task.results[0]?.frames.length);
 * ```
 */
export function fromPath(path: string | URL): () => Promise<MediaFile> {
  return async () => {
    const found = await stat(path);
    if (!found.isFile()) throw new Error("The path leads to something that is no file.");
    return {
      name: basename(path instanceof URL ? decodeURIComponent(path.pathname) : path),
      type: "",
      size: found.size,
      stream: () => streamOf(path),
    };
  };
}

function streamOf(path: string | URL): ReadableStream<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const pieces = file.iterator({ destroyOnReturn: true });
  return new ReadableStream(
    {
      async pull(controller) {
        const piece: IteratorResult<Uint8Array, unknown> = await pieces.next();
        if (piece.done === true) controller.close();
        else controller.enqueue(piece.value);
      },
      async cancel() {
        file.destroy();
      },
    },
    // Nothing is read ahead of what is sent.
    { highWaterMark: 0 },
  );
}
