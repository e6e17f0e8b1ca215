import type * as NodeAv from "node-av";
import { copyPixels, mapPixels, type PixelMap, type PixelSize } from "./copy-pixels.ts";
import type { VideoDisplay } from "./read-display.ts";
import { limitConvertedSize } from "./sampling.ts";
import { check } from "./video-input.ts";

/** Converts decoded frames of any pixel format into small copies. */
export type FrameConverter = {
  /** Returns the red, green and blue values of each pixel of the copy. */
  readonly convert: (frame: NodeAv.Frame) => Promise<Uint8Array>;
  readonly close: () => void;
};

/** Creates a converter whose copies all have the same size. */
export function createFrameConverter(
  av: typeof NodeAv,
  copy: PixelSize,
  { orientation }: VideoDisplay,
): FrameConverter {
  const scaler = new av.SoftwareScaleContext();
  scaler.allocContext();
  // The nearest pixel, not an average, so that no new colors appear.
  check(av, scaler.setOption("sws_flags", "neighbor"));
  // The map for the size of the previous frame. The size can change within a video.
  let last: { readonly stored: PixelSize; readonly map: PixelMap } | undefined;
  return {
    convert: async (frame) => {
      const stored = limitConvertedSize(frame);
      if (last?.stored.width !== stored.width || last.stored.height !== stored.height)
        last = { stored, map: mapPixels(stored, copy, { orientation }) };
      const picture = new av.Frame();
      try {
        picture.alloc();
        picture.width = stored.width;
        picture.height = stored.height;
        picture.format = av.AV_PIX_FMT_RGBA;
        check(av, picture.allocBuffer());
        // FFmpeg does not convert an interlaced frame to a picture that is not. Browsers show both fields as well.
        frame.clearFlags(av.AV_FRAME_FLAG_INTERLACED);
        check(av, await scaler.scaleFrame(picture, frame));
        const [bytes] = picture.data ?? [];
        const [rowBytes] = picture.linesize;
        if (bytes === undefined || rowBytes === undefined) throw new Error("a frame has no pixels");
        return copyPixels({ ...stored, bytes, rowBytes, channels: 4 }, last.map);
      } finally {
        picture.free();
      }
    },
    close: () => scaler.freeContext(),
  };
}
