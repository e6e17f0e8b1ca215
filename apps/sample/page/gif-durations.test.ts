import { expect, it } from "vitest";
import { gifDurations } from "./gif-durations.ts";

/** A picture of one pixel, perhaps with colors of its own. */
const PICTURE = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 0x01, 0];
const OWN_COLORS = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 2, 0x4c, 0x01, 0];
const COMMENT = [0x21, 0xfe, 2, 0x2c, 0x21, 1, 0x2c, 0];

/** A GIF of these blocks, with two colors. */
function gifOf(...blocks: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const head = [...new TextEncoder().encode("GIF89a"), 1, 0, 1, 0, 0x80, 0, 0];
  return new Uint8Array([...head, 0, 0, 0, 255, 255, 255, ...blocks.flat(), 0x3b]);
}

/** What tells how long the next picture is shown, in hundredths of a second. */
function delayOf(hundredths: number): readonly number[] {
  return [0x21, 0xf9, 4, 0, hundredths % 256, Math.floor(hundredths / 256), 0, 0];
}

it("reads how long each frame is shown, past comments and colors", () => {
  const bytes = gifOf(delayOf(150), PICTURE, COMMENT, delayOf(1000), OWN_COLORS, PICTURE);
  expect(gifDurations(bytes)).toEqual([1.5, 10, 0]);
});

it("reads as many frames as there are", () => {
  const many = Array.from({ length: 5000 }, () => [...delayOf(4), ...PICTURE]);
  expect(gifDurations(gifOf(...many))).toEqual(Array(5000).fill(0.04));
});

it("ends where the file is cut off, and finds nothing in what is no GIF", () => {
  expect(gifDurations(gifOf(delayOf(5), PICTURE, delayOf(6), PICTURE).subarray(0, 60))).toEqual([0.05, 0.06]);
  expect(gifDurations(new TextEncoder().encode("not a GIF at all"))).toEqual([]);
  expect(gifDurations(new Uint8Array())).toEqual([]);
});
