import { createWindowReader } from "./read-window.ts";

/** The boxes that contain the edit list and the number of samples of a track. */
const CONTAINERS = new Set(["trak", "edts", "mdia", "minf", "stbl"]);
/** The maximum nesting depth of boxes. The number of samples is at depth 5. Emulator behavior. */
const MAX_DEPTH = 8;
/**
 * The maximum size of an index, in bytes. Emulator behavior: six hours of video at 120 frames per second need half of
 * that.
 */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
/** The maximum number of top-level boxes. Emulator behavior: enough for six hours of quarter-second fragments. */
const MAX_BOXES = 200_000;
/**
 * The maximum product of the number of edits and the number of samples of a track. Emulator behavior: at this limit,
 * FFmpeg needs 480 MB.
 */
const MAX_EDITED_SAMPLES = 10_000_000;

/**
 * Rejects an MP4 file that lacks segments, which FFmpeg does not notice, and one whose edit lists would exhaust the
 * memory. FFmpeg repeats the samples of a track for each edit, so a file of a few megabytes can claim billions of
 * samples.
 *
 * @throws Error with the reason.
 */
export async function checkMp4(media: Blob): Promise<void> {
  let boxes = 0;
  for await (const box of readFileBoxes(media)) {
    boxes += 1;
    if (boxes > MAX_BOXES) throw new Error(`it has more than ${MAX_BOXES} boxes`);
    if (box.name !== "moov" && box.name !== "sidx") continue;
    if (box.end > media.size) throw new Error("its index is cut off");
    if (box.end - box.start > MAX_INDEX_BYTES) throw new Error("its index is too large");
    const index = new DataView(await media.slice(box.start, box.end).arrayBuffer());
    if (box.name === "moov") for (const track of readBoxes(index)) checkTrack(track);
    else {
      const missingBytes = box.end + sumSegments(index) - media.size;
      if (missingBytes > 0) throw new Error(`it is cut off: ${missingBytes} bytes are missing`);
    }
  }
}

/**
 * Adds up the sizes of the segments that a segment index lists, and the distance to the first one, in bytes. Source:
 * ISO/IEC 14496-12, box `sidx`.
 */
function sumSegments(index: DataView): number {
  const isLong = index.byteLength > 0 && index.getUint8(0) > 0;
  const firstAt = isLong ? 32 : 24;
  if (index.byteLength < firstAt) throw new Error("its segment index is damaged");
  let sum = isLong ? Number(index.getBigUint64(20)) : index.getUint32(16);
  // The first bit says whether the segment is another index.
  for (let at = firstAt; at + 12 <= index.byteLength; at += 12) sum += index.getUint32(at) & 0x7f_ff_ff_ff;
  return sum;
}

function checkTrack(track: Box): void {
  const { edits, samples } = countEdits(track, 1);
  if (edits * samples > MAX_EDITED_SAMPLES)
    throw new Error(
      `it has ${edits} edits of ${samples} frames each; the emulator accepts up to ${MAX_EDITED_SAMPLES} frames in total`,
    );
}

/** Counts the edits and the samples in a box and in the boxes that it contains. */
function countEdits({ name, content }: Box, depth: number): { edits: number; samples: number } {
  if (depth > MAX_DEPTH) throw new Error("its boxes are nested too deeply");
  const count = { edits: name === "elst" ? readNumber(content, 4) : 0, samples: 0 };
  if (name === "stsz" || name === "stz2") count.samples = readNumber(content, 8);
  if (!CONTAINERS.has(name)) return count;
  for (const inner of readBoxes(content)) {
    const { edits, samples } = countEdits(inner, depth + 1);
    count.edits += edits;
    count.samples += samples;
  }
  return count;
}

/** @returns 0 for a box that is too short. */
function readNumber(content: DataView, at: number): number {
  return at + 4 <= content.byteLength ? content.getUint32(at) : 0;
}

type FileBox = {
  readonly name: string;
  /** The range of its content, in bytes from the start of the file. */
  readonly start: number;
  readonly end: number;
};

async function* readFileBoxes(media: Blob): AsyncGenerator<FileBox> {
  const read = createWindowReader(media);
  let at = 0;
  while (at + 8 <= media.size) {
    const head = await read(at, 16);
    const shortSize = head.getUint32(0);
    const isLong = shortSize === 1 && head.byteLength >= 16;
    const size = shortSize === 0 ? media.size - at : isLong ? Number(head.getBigUint64(8)) : shortSize;
    if (size < (isLong ? 16 : 8)) throw new Error(`a box claims a size of ${size} bytes`);
    yield { name: readName(head, 4), start: at + (isLong ? 16 : 8), end: at + size };
    at += size;
  }
}

type Box = { readonly name: string; readonly content: DataView };

function readBoxes(index: DataView): Box[] {
  const boxes = [];
  let at = 0;
  while (at + 8 <= index.byteLength) {
    const size = index.getUint32(at);
    const name = readName(index, at + 4);
    if (size < 8 || at + size > index.byteLength)
      throw new Error(`the box ${JSON.stringify(name)} does not fit into its index`);
    boxes.push({ name, content: new DataView(index.buffer, index.byteOffset + at + 8, size - 8) });
    at += size;
  }
  return boxes;
}

function readName(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}
