/** A GIF as browsers show it. */
export type PreparedGif = {
  readonly media: Blob;
  /** The number of its frames. */
  readonly frames: number;
};

/** The header, and the positions of its fields. */
const HEADER_BYTES = 13;
const SCREEN_AT = 6;
const FLAGS_AT = 10;
const BACKGROUND_AT = 11;
const MAX_SIDE = 0xffff;
const MAX_PALETTE_BYTES = 768;
/** The blocks after the header. */
const FRAME = 0x2c;
const EXTENSION = 0x21;
/** The position, size and flags of a frame. */
const FRAME_BYTES = 10;
/** The extension that contains the delay of the next frame. */
const CONTROL = 0xf9;
const DELAY_AT = 4;
/** The shortest delay, in hundredths of a second. Browsers replace shorter ones with 100 ms. */
const MIN_DELAY = 2;
const DEFAULT_DELAY = 10;

/**
 * Changes whatever FFmpeg shows differently from browsers. Browsers enlarge the screen to fit the first frame, but
 * FFmpeg crops frames at its edges. FFmpeg fills the screen with a color of the palette instead of leaving it
 * transparent, and it does not replace delays that are too short. Source: GIF89a specification; Chromium.
 *
 * @throws Error for a file that is cut off.
 */
export async function prepareGif(media: Blob): Promise<PreparedGif> {
  const bytes = Buffer.from(await media.arrayBuffer());
  if (bytes.length < HEADER_BYTES) throw new Error("it is cut off");
  const palette = bytes.subarray(HEADER_BYTES, HEADER_BYTES + paletteBytes(bytes[FLAGS_AT]));
  bytes[BACKGROUND_AT] = findBackground(palette);
  let frames = 0;
  let at = HEADER_BYTES + palette.length;
  // Browsers stop at any other block, as they do at the last one.
  while (bytes[at] === FRAME || bytes[at] === EXTENSION) {
    if (at + FRAME_BYTES > bytes.length) throw new Error("it is cut off");
    if (bytes[at] === FRAME) {
      if (frames === 0) enlargeScreen(bytes, at + 1);
      frames += 1;
      // The palette of the frame, then the number of bits per pixel.
      at = skipBlocks(bytes, at + FRAME_BYTES + paletteBytes(bytes[at + 9]) + 1);
    } else {
      if (bytes[at + 1] === CONTROL) replaceDelay(bytes, at + DELAY_AT);
      at = skipBlocks(bytes, at + 2);
    }
  }
  return { media: new Blob([bytes]), frames };
}

/** @param at - the offset at which the position of the first frame is stored, followed by its size. */
function enlargeScreen(bytes: Buffer, at: number): void {
  for (const side of [0, 2]) {
    const end = bytes.readUInt16LE(at + side) + bytes.readUInt16LE(at + 4 + side);
    const size = Math.max(bytes.readUInt16LE(SCREEN_AT + side), Math.min(end, MAX_SIDE));
    bytes.writeUInt16LE(size, SCREEN_AT + side);
  }
}

function replaceDelay(bytes: Buffer, at: number): void {
  if (bytes.readUInt16LE(at) < MIN_DELAY) bytes.writeUInt16LE(DEFAULT_DELAY, at);
}

/**
 * Returns a color index beyond the palette, which is transparent in FFmpeg. A full palette has no such index, so the
 * function returns its brightest color.
 */
function findBackground(palette: Buffer): number {
  if (palette.length < MAX_PALETTE_BYTES) return MAX_PALETTE_BYTES / 3 - 1;
  const brightness = Array.from({ length: MAX_PALETTE_BYTES / 3 }, (_, color) =>
    palette.subarray(color * 3, color * 3 + 3).reduce((sum, part) => sum + part, 0),
  );
  return brightness.indexOf(Math.max(...brightness));
}

/** @param flags - the byte with the size of the palette that follows. */
function paletteBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Returns the position after a list of blocks, which ends with an empty one. @throws Error for a missing end */
function skipBlocks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  if (at >= bytes.length) throw new Error("it is cut off");
  return at + 1;
}
