import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An MP4 file starts with these bytes. */
const MP4_START = "\0\0\0\x10ftypisom\0\0\0\0";
const READ_BYTES = 1024 * 1024;

/**
 * Runs an action with a file that starts like an MP4 and continues with zeros, which take no space on disk. The file is
 * in the system's cache, so that the first reader is as fast as the others, and is removed afterwards.
 */
export async function withLargeFile<Value>(
  sizeBytes: number,
  action: (path: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const path = join(folder, `${sizeBytes}.mp4`);
    const file = await open(path, "w+");
    try {
      await file.write(MP4_START);
      await file.truncate(sizeBytes);
      const buffer = new Uint8Array(READ_BYTES);
      for (let position = 0; position < sizeBytes; position += READ_BYTES)
        await file.read(buffer, 0, READ_BYTES, position);
    } finally {
      await file.close();
    }
    return await action(path);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
