import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { HiveInputError } from "../error/hive-input-error.ts";
import { createReadError } from "../submission/read-error.ts";
import { describeType } from "../value/is-object.ts";
import type { MediaFile } from "../submission/submission.ts";

/** The size of a chunk: 64 KiB. */
const CHUNK_BYTES = 64 * 1024;
/** The longest path, in characters. A longer string is something else, such as the file's content. */
const MAX_PATH_CHARACTERS = 4096;
/** Matches a URL, but not a Windows path such as `C:\a.jpg`. */
const URL_FORM = /^(?:[a-z][\w+.-]+:\/\/|data:|blob:)/i;

/**
 * Creates a media source that streams a file from disk during the upload, without holding it in memory. For Node, Deno
 * and Bun.
 *
 * @param path - The path of the file. The file is opened for each attempt, and not before.
 * @returns a value for `media`. The name is the file's name; the type is detected from the first bytes.
 * @throws HiveInputError when the submission is sent, if the path is not valid, or the file cannot be read, is empty,
 * or changes in size.
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
    const filePath = toFilePath(path);
    const status = await stat(filePath).catch((cause: unknown) => {
      throw unreadable(filePath, cause);
    });
    if (!status.isFile())
      throw unreadable(filePath, Object.assign(new Error("It is not a file."), { code: "EISDIR" }));
    return {
      name: basename(filePath),
      type: "",
      size: status.size,
      stream: () => openStream(filePath),
    };
  };
}

/** Converts a `file:` URL. Other URLs must not appear in an error: they may be signed, or contain the media. */
function toFilePath(path: unknown): string {
  if (path instanceof URL && path.protocol === "file:") return fileURLToPath(path);
  if (typeof path === "string" && path.length <= MAX_PATH_CHARACTERS && path !== "" && !URL_FORM.test(path)) {
    return path;
  }
  throw new HiveInputError(
    `fromPath() requires the path of a file or a file: URL object, got ${describeType(path)}; for the URL of media, use url.`,
  );
}

function unreadable(path: string, cause: unknown): HiveInputError {
  return createReadError(`The file ${path} could not be read`, "check the path", cause);
}

function openStream(path: string): ReadableStream<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const chunks = file.iterator({ destroyOnReturn: true });
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk: IteratorResult<Uint8Array, unknown> = await chunks.next().catch((cause: unknown) => {
          throw unreadable(path, cause);
        });
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
