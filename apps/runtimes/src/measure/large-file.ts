import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BLOCK_BYTES = 1024 * 1024;

/** A file for a measurement. */
export type LargeFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** The hash of the content, in hexadecimal. */
  readonly sha256: string;
  readonly remove: () => void;
};

/**
 * Writes a file that starts like an MP4 and continues with random bytes, in the temporary folder. It is removed when
 * this process exits, if not before.
 *
 * @param sizeBytes - a multiple of 1 MiB.
 */
export async function createLargeFile(sizeBytes: number): Promise<LargeFile> {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-measure-"));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  const path = join(folder, "large.mp4");
  const hash = createHash("sha256");
  const block = randomBytes(BLOCK_BYTES);
  block.write("\0\0\0\x10ftypisom\0\0\0\0", "latin1");
  const file = await open(path, "w");
  try {
    for (let index = 0; index < sizeBytes / BLOCK_BYTES; index++) {
      // All blocks differ, so that a lost, duplicate or misplaced block changes the hash.
      block.writeUInt32BE(index, 16);
      hash.update(block);
      await file.appendFile(block);
    }
  } finally {
    await file.close();
  }
  return { path, sizeBytes, sha256: hash.digest("hex"), remove };
}
