/** The width and height of the pictures, in pixels. */
const SIDE = 16;
/** The duration of each picture, in hundredths of a second. */
const DELAY = 10;

const GRAPHIC_CONTROL = [0x21, 0xf9, 4, 0, DELAY, 0, 0, 0];
const IMAGE = [0x2c, 0, 0, 0, 0, SIDE, 0, SIDE, 0, 0, 2];

/** Creates a GIF with frames of 0.1 s each, black before the frame `redFrom` and red from then on. */
export function createLongGif(frameCount: number, redFrom: number): File {
  const head = [...new TextEncoder().encode("GIF89a"), SIDE, 0, SIDE, 0, 0x80, 0, 0, 0, 0, 0, 255, 0, 0];
  const frames = Array.from({ length: frameCount }, (_, index) => [
    GRAPHIC_CONTROL,
    IMAGE,
    createPicture(index < redFrom ? 0 : 1),
  ]);
  return new File([new Uint8Array([...head, ...frames.flat(2), 0x3b])], "long.gif", { type: "image/gif" });
}

/** Encodes a picture of one color. Clears the code table every two pixels, so that all codes have three bits. */
function createPicture(color: 0 | 1): readonly number[] {
  const codes = [...Array.from({ length: SIDE ** 2 / 2 }, () => [4, color, color]).flat(), 5];
  const bits = codes.map((code) => [code & 1, (code >> 1) & 1, code >> 2]).flat();
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, place) =>
    bits.slice(8 * place, 8 * place + 8).reduce((sum, bit, power) => sum + bit * 2 ** power, 0),
  );
  return [bytes.length, ...bytes, 0];
}
