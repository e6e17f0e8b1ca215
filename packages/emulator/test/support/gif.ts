/** A frame of a GIF: a rectangle of one color on the screen. */
export type GifFrame = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** An index into {@link GIF_COLORS}. */
  readonly color: number;
  /** In hundredths of a second. */
  readonly delay?: number;
  /** What happens to the rectangle afterwards: 1 it stays, 2 it becomes transparent, 3 as before the frame. */
  readonly disposal?: 1 | 2 | 3;
};

/** Red, green, blue and white. */
const GIF_COLORS = [0xff0000, 0x00ff00, 0x0000ff, 0xffffff];

/** The bits of an index, and the codes after the indexes: one that clears the table, one that ends the frame. */
const INDEX_BITS = 2;
const CLEAR = 4;
const END = 5;

/** Encodes a GIF with any size of the screen, which sharp always sets to that of the frames. */
export function makeGif(screen: { width: number; height: number }, frames: readonly GifFrame[]): Buffer {
  const palette = GIF_COLORS.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]);
  const head = [
    ...Buffer.from("GIF89a"),
    ...u16(screen.width),
    ...u16(screen.height),
    0x81,
    0,
    0,
    ...palette,
  ];
  return Buffer.concat([Buffer.from(head), ...frames.map(encodeFrame), Buffer.from([0x3b])]);
}

function encodeFrame(frame: GifFrame): Buffer {
  const { left, top, width, height, color, delay = 0, disposal = 1 } = frame;
  const control = [0x21, 0xf9, 4, disposal << 2, ...u16(delay), 0, 0];
  const place = [0x2c, ...u16(left), ...u16(top), ...u16(width), ...u16(height), 0, INDEX_BITS];
  return Buffer.concat([
    Buffer.from([...control, ...place]),
    ...toBlocks(encodePixels(color, width * height)),
    Buffer.from([0]),
  ]);
}

/** Encodes equal pixels without compression: the table is cleared before its codes need another bit. */
function encodePixels(color: number, pixels: number): Buffer {
  const codes: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (pixel % 2 === 0) codes.push(CLEAR);
    codes.push(color);
  }
  codes.push(END);
  const bits = INDEX_BITS + 1;
  const bytes = Buffer.alloc(Math.ceil((codes.length * bits) / 8));
  for (const [place, code] of codes.entries()) {
    const at = place * bits;
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) | ((code << (at & 7)) & 255);
    if ((at & 7) + bits > 8) bytes[(at >> 3) + 1] = code >> (8 - (at & 7));
  }
  return bytes;
}

function toBlocks(bytes: Buffer): Buffer[] {
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return blocks;
}

function u16(value: number): number[] {
  return [value & 255, value >> 8];
}
