import { createGifTiming, type GifTiming, readGifDurations } from "./gif-timing.ts";

/** A GIF whose frames are decoded on demand. */
export type GifFrames = {
  readonly timing: GifTiming;
  /** Decodes a frame. The picture is valid until the next call. Rejects if the file is corrupt. */
  picture(index: number): Promise<ImageBitmap>;
  close(): void;
};

/**
 * The number of decoded pixels to cache, at four bytes each. Without the cache, a step back would decode all previous
 * frames again.
 */
const MAX_CACHED_PIXELS = 16_000_000;

/** Whether this browser can decode single frames of a GIF. */
export function canDecodeGifFrames(): boolean {
  return "ImageDecoder" in globalThis;
}

/** Downloads a GIF without decoding it. Rejects if it is not a GIF. */
export async function readGifFrames(url: string, signal: AbortSignal): Promise<GifFrames> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error("The GIF could not be downloaded.");
  const data = await response.arrayBuffer();
  const timing = createGifTiming(readGifDurations(new Uint8Array(data)));
  if (timing.starts.length === 0) throw new Error("The GIF has no frames.");
  const decoder = new ImageDecoder({ data, type: "image/gif" });
  // In insertion order: the oldest picture is removed first.
  const cache = new Map<number, ImageBitmap>();
  const makeRoom = (pixels: number): void => {
    for (const [index, picture] of cache) {
      if ((cache.size + 1) * pixels <= MAX_CACHED_PIXELS) return;
      picture.close();
      cache.delete(index);
    }
  };
  return {
    timing,
    picture: async (frameIndex) => {
      const cached = cache.get(frameIndex);
      if (cached !== undefined) return cached;
      const { image } = await decoder.decode({ frameIndex });
      makeRoom(image.displayWidth * image.displayHeight);
      const picture = await createImageBitmap(image).finally(() => image.close());
      cache.set(frameIndex, picture);
      return picture;
    },
    close: () => {
      decoder.close();
      for (const picture of cache.values()) picture.close();
      cache.clear();
    },
  };
}
