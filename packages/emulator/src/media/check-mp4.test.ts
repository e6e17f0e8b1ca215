import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { checkMp4 } from "./check-mp4.ts";

const mp4 = await readFile(new URL("../../../../demo-media/colors.mp4", import.meta.url));

/** Returns the demo video with one number in its index changed. */
function withNumber(box: string, offset: number, value: number): Blob {
  const bytes = new Uint8Array(mp4);
  new DataView(bytes.buffer).setUint32(mp4.indexOf(box) + 4 + offset, value);
  return new Blob([bytes]);
}

it("accepts a valid file", async () => {
  await expect(checkMp4(new Blob([new Uint8Array(mp4)]))).resolves.toBeUndefined();
});

it("rejects edits that repeat more frames than fit into memory", async () => {
  const elst = sized(Buffer.concat([Buffer.from("elst"), u32(0), u32(1_000_000)]));
  const stsz = sized(Buffer.concat([Buffer.from("stsz"), u32(0), u32(1), u32(1000)]));
  const inside = Buffer.concat([around("edts", elst), around("mdia", around("minf", around("stbl", stsz)))]);
  const file = new Blob([around("moov", around("trak", inside))]);
  await expect(checkMp4(file)).rejects.toThrow("it has 1000000 edits of 1000 frames");
});

it("rejects a box that does not fit into its index", async () => {
  await expect(checkMp4(withNumber("trak", -8, 0x7fff_0000))).rejects.toThrow("trak");
  await expect(checkMp4(withNumber("trak", -8, 3))).rejects.toThrow("trak");
});

it("rejects boxes that are nested too deeply, and too many boxes", async () => {
  const nested = Array.from({ length: 20 }).reduce<Buffer<ArrayBuffer>>(
    (inside) => around("trak", inside),
    Buffer.alloc(0),
  );
  await expect(checkMp4(new Blob([around("moov", nested)]))).rejects.toThrow("too deeply");
  const beside = Buffer.concat(Array(250_000).fill(around("free", Buffer.alloc(0))));
  await expect(checkMp4(new Blob([beside]))).rejects.toThrow("200000 boxes");
});

function around(name: string, inside: Buffer): Buffer<ArrayBuffer> {
  return sized(Buffer.concat([Buffer.from(name), inside]));
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
