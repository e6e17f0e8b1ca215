import { gifDurations } from "./gif-durations.ts";
import { type GifTimes, gifTimes } from "./gif-times.ts";

/** A GIF whose frames are decoded when they are asked for. */
export type GifFrames = {
  readonly times: GifTimes;
  /** A frame's picture; it is there until the next one is asked for. Rejects where the file is broken. */
  picture(index: number): Promise<ImageBitmap>;
  close(): void;
};

/** Decoded pictures are kept up to so many pixels, of four bytes each: a step back decodes again what came before. */
const MOST_PIXELS = 16_000_000;

/** Whether this browser hands out the frames of a GIF one by one. */
export function canStepThroughGifs(): boolean {
  return "ImageDecoder" in globalThis;
}

/** Reads a GIF, and decodes none of it yet. Rejects where it is none. */
export async function readGifFrames(url: string, signal: AbortSignal): Promise<GifFrames> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error("The GIF could not be read.");
  const data = await response.arrayBuffer();
  const times = gifTimes(gifDurations(new Uint8Array(data)));
  if (times.starts.length === 0) throw new Error("The GIF has no frames.");
  const decoder = new ImageDecoder({ data, type: "image/gif" });
  // The one that was kept first is the first to go.
  const kept = new Map<number, ImageBitmap>();
  const makeRoom = (pixels: number): void => {
    for (const [index, picture] of kept) {
      if ((kept.size + 1) * pixels <= MOST_PIXELS) return;
      picture.close();
      kept.delete(index);
    }
  };
  return {
    times,
    picture: async (frameIndex) => {
      const known = kept.get(frameIndex);
      if (known !== undefined) return known;
      const { image } = await decoder.decode({ frameIndex });
      makeRoom(image.displayWidth * image.displayHeight);
      const picture = await createImageBitmap(image).finally(() => image.close());
      kept.set(frameIndex, picture);
      return picture;
    },
    close: () => {
      decoder.close();
      for (const picture of kept.values()) picture.close();
      kept.clear();
    },
  };
}
