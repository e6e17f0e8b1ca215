import { randomBytes } from "node:crypto";
import sharp, { type Sharp } from "sharp";

/** A rectangle of one color, in pixels. */
export type Patch = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
};

/** Creates an image of one color with rectangles on it, as an instance of sharp. */
export function picture(
  size: { width: number; height: number },
  color: string,
  patches: readonly Patch[] = [],
): Sharp {
  const background = sharp({ create: { ...size, channels: 3, background: color } });
  const overlays = patches.map(({ left, top, width, height, color: background }) => ({
    input: { create: { width, height, channels: 3 as const, background } },
    left,
    top,
  }));
  return overlays.length === 0 ? background : background.composite(overlays);
}

/** Encodes an animated GIF of plain frames. */
export async function animation(frames: readonly { color: string; delayMs: number }[]): Promise<Buffer> {
  const pictures = await Promise.all(
    frames.map(({ color }) => picture({ width: 40, height: 30 }, color).png().toBuffer()),
  );
  return sharp(pictures, { join: { animated: true } })
    .gif({ delay: frames.map((frame) => frame.delayMs), loop: 0 })
    .toBuffer();
}

/** Creates bytes that are not a file of any format. */
export function noise(size: number): Buffer {
  return Buffer.concat([Buffer.from("not media "), randomBytes(size)]);
}
