/** One pixel, as a GIF's LZW data. */
const PIXEL = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];

/** An animated GIF of two pictures of one pixel, shown for so many seconds in all; up to 1310. */
export function longGif(seconds: number): Uint8Array<ArrayBuffer> {
  const delay = seconds * 50;
  // What it shows for how long: hundredths of a second, the low byte first.
  const control = [0x21, 0xf9, 4, 0, delay & 0xff, delay >> 8, 0, 0];
  const head = [1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255];
  return Uint8Array.from([
    ...new TextEncoder().encode("GIF89a"),
    ...head,
    ...control,
    ...PIXEL,
    ...control,
    ...PIXEL,
    0x3b,
  ]);
}
