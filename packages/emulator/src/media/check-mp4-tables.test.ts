import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { checkMp4Tables } from "./check-mp4-tables.ts";

const mp4 = await readFile(new URL("../../../../demo-media/colors.mp4", import.meta.url));

/** Returns the demo video with one number in its index changed. */
function withNumber(box: string, offset: number, value: number): Blob {
  const bytes = new Uint8Array(mp4);
  new DataView(bytes.buffer).setUint32(mp4.indexOf(box) + 4 + offset, value);
  return new Blob([bytes]);
}

it("accepts a valid file", async () => {
  await expect(checkMp4Tables(new Blob([new Uint8Array(mp4)]))).resolves.toBeUndefined();
});

it.each([
  ["stsz", 8, 0x7fff_0000],
  ["stts", 4, 0x7fff_0000],
  ["stts", 8, 0x7fff_0000],
  ["stsc", 12, 0x7fff_0000],
  ["stco", 4, 0x7fff_0000],
])("rejects a table %s that claims more than the file contains", async (box, offset, value) => {
  await expect(checkMp4Tables(withNumber(box, offset, value))).rejects.toThrow(box);
});

it("rejects a box that does not fit into its index", async () => {
  await expect(checkMp4Tables(withNumber("trak", -8, 0x7fff_0000))).rejects.toThrow("trak");
  await expect(checkMp4Tables(withNumber("trak", -8, 3))).rejects.toThrow("trak");
});

/** Creates a file whose index has a single table. */
function indexWith(table: string, numbers: readonly number[]): Blob {
  const content = Buffer.concat([Buffer.from(table), ...numbers.map(u32)]);
  const path = table === "trun" ? ["traf", "moof"] : ["stbl", "minf", "mdia", "trak", "moov"];
  const around = (inside: Buffer, name: string): Buffer => Buffer.concat([Buffer.from(name), sized(inside)]);
  // After the index, a box with enough bytes for the samples.
  return new Blob([
    sized(path.reduce(around, content)),
    sized(Buffer.concat([Buffer.from("mdat"), Buffer.alloc(1_000_000)])),
  ]);
}

/** Prepends the size of a box to its name and content. */
function sized(named: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([u32(named.length + 4), named]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

it.each([
  ["trun", "a run whose samples have no entries", [0, 0x7fff_ffff]],
  ["trun", "a run with more samples than entries", [0x100, 3, 1, 1]],
  ["stz2", "sizes of 0 bits", [0, 0, 900_000]],
  ["stz2", "more sizes than entries", [0, 8, 5, 0]],
  ["stsz", "one size for more samples than the file has bytes", [0, 1, 2_000_000]],
  ["ctts", "more samples than the file has bytes", [0, 1, 2_000_000, 0]],
  ["stsc", "too many samples in one chunk", [0, 1, 1, 300_000, 1]],
])("rejects a table %s with %s", async (table, _, numbers) => {
  await expect(checkMp4Tables(indexWith(table, numbers))).rejects.toThrow(table);
});

it.each([
  ["trun", [0x200, 2, 10, 10]],
  ["stz2", [0, 4, 4, 0]],
  ["stsz", [0, 1, 900_000]],
  ["ctts", [0, 1, 900_000, 0]],
  ["stsc", [0, 1, 1, 200_000, 1]],
])("accepts a table %s that contains the entries that it claims", async (table, numbers) => {
  await expect(checkMp4Tables(indexWith(table, numbers))).resolves.toBeUndefined();
});

it("rejects boxes that are nested too deeply, and too many boxes", async () => {
  const nested = Array.from({ length: 20 }).reduce<Buffer<ArrayBuffer>>(
    (inside) => sized(Buffer.concat([Buffer.from("moov"), inside])),
    Buffer.alloc(0),
  );
  await expect(checkMp4Tables(new Blob([nested]))).rejects.toThrow("too deeply");
  const beside = Buffer.concat(Array(250_000).fill(sized(Buffer.from("free"))));
  await expect(checkMp4Tables(new Blob([beside]))).rejects.toThrow("200000 boxes");
});
