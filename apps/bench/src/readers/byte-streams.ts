import { open } from "node:fs/promises";
import type { ByteStream } from "./reader.ts";

/** Streams bytes from memory. Each read copies one chunk; nothing is read ahead. */
export function streamBytes(bytes: Uint8Array<ArrayBuffer>, chunkBytes: number): ByteStream {
  let position = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (position >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(position, position + chunkBytes));
        position += chunkBytes;
      },
    },
    { highWaterMark: 0 },
  );
}

/** Streams a file. Each read returns one chunk; nothing is read ahead. */
export async function streamFile(path: string, chunkBytes: number): Promise<ByteStream> {
  const file = await open(path);
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = new Uint8Array(chunkBytes);
        const { bytesRead } = await file.read(chunk, 0, chunkBytes);
        if (bytesRead > 0) return controller.enqueue(chunk.subarray(0, bytesRead));
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}
