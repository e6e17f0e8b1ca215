import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { MediaFile } from "../submission/submission.ts";

/** The size of a chunk: 64 KiB. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Creates a media source that streams a file from disk during the upload, without holding it in memory. For Node, Deno
 * and Bun.
 *
 * @param path - The path of the file. The file is opened for each attempt, and not before.
 * @returns a value for `media`. The name is the file's name; the type is detected from the first bytes.
 * @throws HiveInputError when the submission is sent, if the file cannot be read, is empty, or changes in size.
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
    const status = await stat(path);
    if (!status.isFile())
      throw Object.assign(new Error("The path does not point to a file."), { code: "EISDIR" });
    return {
      name: basename(path instanceof URL ? decodeURIComponent(path.pathname) : path),
      type: "",
      size: status.size,
      stream: () => openStream(path),
    };
  };
}

function openStream(path: string | URL): ReadableStream<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const chunks = file.iterator({ destroyOnReturn: true });
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk: IteratorResult<Uint8Array, unknown> = await chunks.next();
        if (chunk.done === true) controller.close();
        else controller.enqueue(chunk.value);
      },
      async cancel() {
        file.destroy();
      },
    },
    // Do not read ahead of the upload.
    { highWaterMark: 0 },
  );
}
