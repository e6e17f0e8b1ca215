import { BlobSource } from "mediabunny";
import { expect, it } from "vitest";
import { detectReadLoops } from "./detect-read-loops.ts";

/** Returns a function that reads eight bytes at a position of a guarded source. */
function guardedRead(): (start: number) => unknown {
  const source = new BlobSource(new Blob([new Uint8Array(1000)]));
  detectReadLoops(source);
  if (!("_read" in source) || typeof source._read !== "function")
    throw new Error("mediabunny has no method _read");
  const read = source._read;
  return (start) => read(start, start + 8, 0, 1000);
}

it("throws when two positions are read alternately in an endless loop", () => {
  const read = guardedRead();
  const loop = (): void => {
    for (;;) {
      void read(16);
      void read(40);
    }
  };
  expect(loop).toThrow("reading does not get past byte 16");
});

it("does not throw when reading advances and sometimes jumps back", async () => {
  const read = guardedRead();
  let reads = 0;
  for (; reads < 12_000; reads += 1) await read((reads * 8) % 990);
  expect(reads).toBe(12_000);
});
