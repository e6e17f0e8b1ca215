/** A picture of one pixel. */
const PIXEL = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];

/** Creates an animated GIF of two pictures with this total duration, up to 1310 seconds. */
export function createLongGif(seconds: number): Uint8Array<ArrayBuffer> {
  const delay = seconds * 50;
  // The duration of a picture in hundredths of a second, low byte first.
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
