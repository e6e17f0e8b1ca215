import { deflateSync } from "node:zlib";

/** The elements of Matroska that contain others. Source: RFC 9559. */
const SEGMENT = 0x1853_8067;
const CLUSTER = 0x1f43_b675;
const TRACKS = 0x1654_ae6b;
const TRACK = 0xae;
const BLOCK_GROUP = 0xa0;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
/** The elements that contain positions in the file, and checksums. */
const OUTDATED = new Set([0x114d_9b74, 0x1c53_bb6b, 0xbf]);
/** The compression of a track by zlib: the elements around the algorithm 0. */
const COMPRESSION = element(0x6d80, element(0x6240, element(0x5034, element(0x4254, Buffer.from([0])))));
/** The track, time and flags of a block. */
const BLOCK_HEAD_BYTES = 4;

/** Compresses each frame of a Matroska file with zlib, as mkvmerge does on request. */
export function compressMatroska(content: Buffer): Buffer {
  return Buffer.concat(readElements(content).map(({ id, data }) => element(id, compress(id, data))));
}

function compress(id: number, data: Buffer): Buffer {
  if (id === TRACK) return Buffer.concat([data, COMPRESSION]);
  if ([SEGMENT, CLUSTER, TRACKS, BLOCK_GROUP].includes(id)) return compressMatroska(data);
  if (id !== SIMPLE_BLOCK && id !== BLOCK) return data;
  return Buffer.concat([data.subarray(0, BLOCK_HEAD_BYTES), deflateSync(data.subarray(BLOCK_HEAD_BYTES))]);
}

function readElements(content: Buffer): { readonly id: number; readonly data: Buffer }[] {
  const elements = [];
  let at = 0;
  while (at < content.length) {
    const idBytes = Math.clz32(content.readUInt8(at)) - 23;
    const id = content.readUIntBE(at, idBytes);
    at += idBytes;
    const sizeBytes = Math.clz32(content.readUInt8(at)) - 23;
    const claimed = BigInt(`0x${content.toString("hex", at, at + sizeBytes)}`);
    const size = Number(BigInt.asUintN(7 * sizeBytes, claimed));
    at += sizeBytes;
    if (!OUTDATED.has(id)) elements.push({ id, data: content.subarray(at, at + size) });
    at += size;
  }
  return elements;
}

/** Writes an element with a size of four bytes. */
function element(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(id, 0);
  head.writeUInt32BE(0x1000_0000 + data.length, 4);
  const idBytes = id > 0xff_ffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
  return Buffer.concat([head.subarray(4 - idBytes), data]);
}
