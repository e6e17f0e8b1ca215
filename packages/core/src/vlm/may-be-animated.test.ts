import { describe, expect, it } from "vitest";
import { mayBeAnimated } from "./may-be-animated.ts";

/** Creates bytes from texts, one byte per character, and from lists of bytes. */
function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? Array.from(part, (one) => one.charCodeAt(0)) : part)),
  );
}

const PNG = "\x89PNG\r\n\x1a\n";
const ACTL = [0, 0, 0, 8, "acTL", 0, 0, 0, 2, 0, 0, 0, 0, 1, 2, 3, 4].flatMap((part) =>
  typeof part === "string" ? Array.from(part, (one) => one.charCodeAt(0)) : [part],
);
/** Bytes that are not valid UTF-8, and end with the start of a character. */
const NOISE = [0xff, 0x80, 0xc3, 0x00, 0xe2, 0x82];

const webp = (chunk: string, flags: number): Uint8Array =>
  bytesOf("RIFF", [30, 0, 0, 0], "WEBP", chunk, [10, 0, 0, 0], [flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const ftyp = (brand: string): Uint8Array => bytesOf([0, 0, 0, 24], `ftyp${brand}`, [0, 0, 0, 0]);

describe("an image may have several frames", () => {
  it.each([
    ["a GIF", bytesOf("GIF89a", [1, 0, 1, 0])],
    ["a PNG with acTL", bytesOf(PNG, ACTL)],
    ["a PNG with acTL after other bytes", bytesOf(PNG, "IDAT", NOISE, ACTL)],
    ["a WebP with the flag", webp("VP8X", 0x12)],
    ["a sequence of AVIF images", ftyp("avis")],
    ["a sequence of HEIF images", ftyp("msf1")],
    ["a sequence of HEVC images", ftyp("hevc")],
  ])("%s", (_name, bytes) => {
    expect(mayBeAnimated(bytes)).toBe(true);
    // Also as a part of a buffer.
    expect(mayBeAnimated(bytesOf("GIF", Array.from(bytes)).subarray(3))).toBe(true);
  });
});

describe("an image has one frame", () => {
  it.each([
    ["a PNG", bytesOf(PNG, "IHDR", NOISE, "IDAT", NOISE, "acT", "L".toLowerCase())],
    ["a WebP", webp("VP8X", 0x10)],
    ["a WebP without an extended header", webp("VP8L", 0x2f)],
    ["an AVIF image", ftyp("avif")],
    ["a HEIC image", ftyp("heic")],
    ["a JPEG", bytesOf([0xff, 0xd8, 0xff, 0xe0], "GIF", "acTL")],
    ["no bytes", bytesOf()],
  ])("%s", (_name, bytes) => {
    expect(mayBeAnimated(bytes)).toBe(false);
  });
});
