import { expect, it } from "vitest";
import { createGifTiming, findGifFrame, readGifDurations } from "./gif-timing.ts";

/** A picture of one pixel, without and with a color table. */
const PICTURE = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 0x01, 0];
const PICTURE_WITH_COLORS = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 2, 0x4c, 0x01, 0];
const COMMENT = [0x21, 0xfe, 2, 0x2c, 0x21, 1, 0x2c, 0];

/** Creates a GIF of these blocks, with two colors. */
function createGif(...blocks: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const head = [...new TextEncoder().encode("GIF89a"), 1, 0, 1, 0, 0x80, 0, 0];
  return new Uint8Array([...head, 0, 0, 0, 255, 255, 255, ...blocks.flat(), 0x3b]);
}

/** Creates the block with the duration of the next picture, in hundredths of a second. */
function createDelay(hundredths: number): readonly number[] {
  return [0x21, 0xf9, 4, 0, hundredths % 256, Math.floor(hundredths / 256), 0, 0];
}

it("reads the duration of each frame, skipping comments and color tables", () => {
  const bytes = createGif(
    createDelay(150),
    PICTURE,
    COMMENT,
    createDelay(1000),
    PICTURE_WITH_COLORS,
    PICTURE,
  );
  expect(readGifDurations(bytes)).toEqual([1.5, 10, 0]);
});

it("reads any number of frames", () => {
  const many = Array.from({ length: 5000 }, () => [...createDelay(4), ...PICTURE]);
  expect(readGifDurations(createGif(...many))).toEqual(Array(5000).fill(0.04));
});

it("stops at the end of a truncated file, and reads nothing from bytes that are not a GIF", () => {
  const bytes = createGif(createDelay(5), PICTURE, createDelay(6), PICTURE);
  expect(readGifDurations(bytes.subarray(0, 60))).toEqual([0.05, 0.06]);
  expect(readGifDurations(new TextEncoder().encode("not a GIF at all"))).toEqual([]);
  expect(readGifDurations(new Uint8Array())).toEqual([]);
});

const timing = createGifTiming([1.5, 0.7, 0]);

it("adds up the durations, with the browsers' default for frames without one", () => {
  expect(timing.starts).toEqual([0, 1.5, 2.2]);
  expect(timing.durationSeconds).toBeCloseTo(2.3);
  expect(createGifTiming([0.01, 0.02]).starts).toEqual([0, 0.1]);
});

it.each([
  [0, 0],
  [1.49, 0],
  [1.5, 1],
  [2.2, 2],
  [99, 2],
])("at %d s shows frame %i", (seconds, frame) => {
  expect(findGifFrame(timing, seconds)).toBe(frame);
});
