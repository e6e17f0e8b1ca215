import { BlobSource } from "mediabunny";
import { expect, it } from "vitest";
import { refuseEndlessReads } from "./refuse-endless-reads.ts";

/** A guarded source; `read` asks for eight bytes from a place on. */
function guarded(): (start: number) => unknown {
  const source = new BlobSource(new Blob([new Uint8Array(1000)]));
  refuseEndlessReads(source);
  if (!("_read" in source) || typeof source._read !== "function")
    throw new Error("mediabunny reads otherwise");
  const read = source._read;
  return (start) => read(start, start + 8, 0, 1000);
}

it("reading at two places in turn, again and again, ends", () => {
  const read = guarded();
  const circle = (): void => {
    for (;;) {
      void read(16);
      void read(40);
    }
  };
  expect(circle).toThrow("cannot be read on from byte 16");
});

it("reading on, and going back now and then, does not", async () => {
  const read = guarded();
  let reads = 0;
  for (; reads < 12_000; reads += 1) await read((reads * 8) % 990);
  expect(reads).toBe(12_000);
});
