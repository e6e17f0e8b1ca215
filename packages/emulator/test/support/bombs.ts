import { crc32 } from "node:zlib";
import { picture } from "./pictures.ts";
import { plainVideo } from "./plain-video.ts";

/** A file that claims a far larger size than it has, or is decoded to one. */
export type Bomb = {
  readonly name: string;
  readonly bytes: Buffer;
  /** The expected task code; `0` for a file that is decoded in little memory. */
  readonly code: "0" | "3300";
};

const small = () => picture({ width: 64, height: 64 }, "#ff0000");

/** Creates all bombs. */
export async function makeBombs(): Promise<readonly Bomb[]> {
  const fragmented = await plainVideo("fragmented-mp4", { seconds: 1, colorAt: () => [220, 0, 0] });
  return [
    {
      name: "PNG of 60000 x 60000",
      bytes: await hugePng({ isInterlaced: false, side: 60_000 }),
      code: "3300",
    },
    {
      name: "interlaced PNG of 20000 x 20000",
      bytes: await hugePng({ isInterlaced: true, side: 20_000 }),
      code: "3300",
    },
    { name: "progressive JPEG of 31000 x 31000", bytes: await hugeJpeg(31_000), code: "3300" },
    { name: "WebP of 16384 x 16384 in 36 bytes", bytes: await hugeWebp(), code: "3300" },
    {
      name: "GIF of 65535 x 65535",
      bytes: gif({ side: 65_535, frameSide: 65_535, frames: 1, delay: 10 }),
      code: "3300",
    },
    {
      name: "GIF of 14000 x 14000",
      bytes: gif({ side: 14_000, frameSide: 14_000, frames: 1, delay: 10 }),
      code: "3300",
    },
    {
      name: "GIF of 8000 frames",
      bytes: gif({ side: 160, frameSide: 1, frames: 8000, delay: 10 }),
      code: "0",
    },
    {
      name: "GIF of 50000 frames",
      bytes: gif({ side: 1, frameSide: 1, frames: 50_000, delay: 2 }),
      code: "0",
    },
    {
      name: "GIF of seven hours",
      bytes: gif({ side: 160, frameSide: 1, frames: 40, delay: 65_535 }),
      code: "3300",
    },
    {
      name: "MP4 whose fragment claims 2147483647 samples",
      bytes: claimSamples(fragmented, 0x7fff_ffff),
      code: "3300",
    },
    {
      name: "MP4 whose fragment claims 70000 samples",
      bytes: claimSamples(fragmented, 70_000),
      code: "3300",
    },
    { name: "MP4 of 300000 boxes", bytes: manyBoxes(fragmented, 300_000), code: "3300" },
    { name: "MP4 of 100000 nested boxes", bytes: nestedBoxes(100_000), code: "3300" },
  ];
}

async function hugePng(options: { readonly side: number; readonly isInterlaced: boolean }): Promise<Buffer> {
  const bytes = await small().png({ progressive: options.isInterlaced }).toBuffer();
  // Signature, then the chunk IHDR: length, name, width, height; its checksum follows after 13 bytes.
  bytes.writeUInt32BE(options.side, 16);
  bytes.writeUInt32BE(options.side, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

async function hugeJpeg(side: number): Promise<Buffer> {
  const bytes = await small().jpeg({ progressive: true }).toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc2]));
  bytes.writeUInt16BE(side, frame + 5);
  bytes.writeUInt16BE(side, frame + 7);
  return bytes;
}

/** The pixels of a single color are coded in 0 bits, so the image is complete at any size. */
async function hugeWebp(): Promise<Buffer> {
  const bytes = await small().webp({ lossless: true }).toBuffer();
  const size = bytes.indexOf("VP8L") + 9;
  bytes.writeUInt32LE((bytes.readUInt32LE(size) | 0x0fff_ffff) >>> 0, size);
  return bytes;
}

/** Creates a GIF whose frames cover a corner of its screen. `delay` is in hundredths of a second. */
function gif(options: { side: number; frameSide: number; frames: number; delay: number }): Buffer {
  const { side, frameSide, frames, delay } = options;
  const u16 = (value: number): number[] => [value & 0xff, value >> 8];
  const head = [...Buffer.from("GIF89a"), ...u16(side), ...u16(side), 0x80, 0, 0, 255, 0, 0, 0, 0, 255];
  const control = [0x21, 0xf9, 4, 4, ...u16(delay), 0, 0];
  const frame = [...control, 0x2c, 0, 0, 0, 0, ...u16(frameSide), ...u16(frameSide), 0, 2, 2, 0x44, 1, 0];
  return Buffer.concat([Buffer.from(head), ...Array(frames).fill(Buffer.from(frame)), Buffer.from([0x3b])]);
}

/** Claims samples without fields, which need no bytes in the file. */
function claimSamples(fragmented: Buffer, count: number): Buffer {
  const bytes = Buffer.from(fragmented);
  const run = bytes.indexOf("trun") + 4;
  bytes.writeUInt32BE(0, run);
  bytes.writeUInt32BE(count, run + 4);
  return bytes;
}

function manyBoxes(mp4: Buffer, count: number): Buffer {
  const box = Buffer.from([0, 0, 0, 8, ...Buffer.from("free")]);
  const head = mp4.readUInt32BE(0);
  return Buffer.concat([mp4.subarray(0, head), ...Array(count).fill(box), mp4.subarray(head)]);
}

function nestedBoxes(depth: number): Buffer {
  const boxes = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level += 1) {
    boxes.writeUInt32BE((depth - level) * 8, level * 8);
    boxes.write(level === 0 ? "moov" : "trak", level * 8 + 4);
  }
  return Buffer.concat([Buffer.from([0, 0, 0, 16, ...Buffer.from("ftypisom\0\0\0\0")]), boxes]);
}
