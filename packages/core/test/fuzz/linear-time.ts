import { createFrameReader } from "../../src/frames/frame-reader.ts";
import { resultIndexAt } from "./expectation.ts";

const CHUNK_LENGTH = 16 * 1024;
const SMALL = 1_500_000;
const LARGE = 12_000_000;
/** The large text is eight times as long as the small one; quadratic work would take 64 times as long. */
const MOST_TIMES_AS_LONG = 24;

/** Long texts: inside a frame, or outside of the frames. */
const LONG: Readonly<Record<string, (length: number) => string>> = {
  "a frame with one long string": (length) =>
    `[{"time":0},{"time":1},{"time":2,"x":"${"x".repeat(length)}"}]`,
  "a frame with many parts": (length) =>
    `[{"time":0},{"time":1},{"time":2,"x":[${parts('{"y":[1]}', length)}]}]`,
  "a frame full of lookalike boundaries": (length) =>
    `[{"time":0},{"time":1},{"time":2,"x":[${parts('{"time":3}', length)}]}]`,
  "a long string as frame": (length) => `[{"time":0},"${"[{}],".repeat(length / 5)}"]`,
  "one long string outside the frames": (length) => `[],"x":"${"x".repeat(length)}"`,
  "a long key with many keys below": (length) =>
    `[{"time":0}],"${"k".repeat(length / 2)}":{${uniqueKeys(length / 2)}}`,
  "nested arrays outside the frames": (length) =>
    `[],"x":${"[".repeat(length / 40)}${"]".repeat(length / 40)}`,
  "whitespace between frames": (length) => `[{"time":0},{"time":1},${" ".repeat(length)}{"time":2}]`,
};

const parts = (part: string, length: number): string =>
  Array.from({ length: Math.floor(length / (part.length + 1)) }, () => part).join(",");

const uniqueKeys = (length: number): string =>
  Array.from(
    { length: Math.floor(length / 12) },
    (_none, index) => `"${String(index).padStart(7, "0")}":0`,
  ).join(",");

/**
 * Reads long texts in chunks of 16 KiB.
 *
 * @returns the kinds of text for which the time grows faster than the length.
 */
export function slowWays(): string[] {
  return Object.keys(LONG).filter((name) => {
    // Warm up, so that the code is compiled for both.
    readingTimeMs(name, SMALL);
    const small = Math.min(readingTimeMs(name, SMALL), readingTimeMs(name, SMALL));
    // A busy machine may be slow: fail only if it happens again.
    const isSlow = (): boolean => readingTimeMs(name, LARGE) > small * MOST_TIMES_AS_LONG;
    return isSlow() && isSlow();
  });
}

function readingTimeMs(name: string, length: number): number {
  const text = `{"output":${LONG[name]?.(length) ?? "[]"}}`;
  const reader = createFrameReader({ format: { resultIndexAt: resultIndexAt.output }, onFrame: () => {} });
  const start = performance.now();
  for (let position = 0; position < text.length; position += CHUNK_LENGTH) {
    reader.push(text.slice(position, position + CHUNK_LENGTH));
  }
  reader.end();
  return performance.now() - start;
}
