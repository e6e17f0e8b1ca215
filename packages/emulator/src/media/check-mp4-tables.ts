import { checkSampleTable } from "./check-sample-table.ts";

/** The boxes that contain the sample tables, or the runs of a fragment. */
const CONTAINERS = new Set(["moov", "trak", "edts", "mdia", "minf", "stbl", "moof", "traf"]);
/** The top-level boxes that contain an index. */
const INDEXES = new Set(["moov", "moof"]);
/** The maximum nesting depth of boxes. A sample table is at depth 5. Emulator behavior. */
const MAX_DEPTH = 8;
/**
 * The maximum size of an index, in bytes. Emulator behavior: six hours of video at 120 frames per second need half of
 * that.
 */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
/**
 * The maximum number of top-level boxes, because mediabunny visits each box without yielding to the event loop.
 * Emulator behavior: enough for six hours in fragments of a quarter of a second.
 */
const MAX_BOXES = 200_000;
/** The number of bytes per read in the search for the top-level boxes. */
const WINDOW_BYTES = 64 * 1024;

/**
 * Rejects an MP4 file whose index claims more than the file can contain. mediabunny 1.59 trusts the index: a count with
 * one wrong bit blocks the event loop for minutes, or allocates memory until the process crashes.
 *
 * @throws Error with a message that names the box.
 */
export async function checkMp4Tables(media: Blob): Promise<void> {
  let boxes = 0;
  for await (const box of readFileBoxes(media)) {
    boxes += 1;
    if (boxes > MAX_BOXES) throw new Error(`it has more than ${MAX_BOXES} boxes`);
    if (!INDEXES.has(box.name)) continue;
    if (box.end > media.size) throw new Error("its index is cut off");
    if (box.end - box.start > MAX_INDEX_BYTES) throw new Error("its index is too large");
    const content = await media.slice(box.start, box.end).arrayBuffer();
    checkBoxes(new DataView(content), { fileBytes: media.size, depth: 1 });
  }
}

type FileBox = {
  readonly name: string;
  /** The range of its content, in bytes from the start of the file. */
  readonly start: number;
  readonly end: number;
};

async function* readFileBoxes(media: Blob): AsyncGenerator<FileBox> {
  let window = new DataView(new ArrayBuffer(0));
  let windowAt = 0;
  let at = 0;
  while (at + 8 <= media.size) {
    if (at + 16 > windowAt + window.byteLength && windowAt + window.byteLength < media.size) {
      window = new DataView(await media.slice(at, at + WINDOW_BYTES).arrayBuffer());
      windowAt = at;
    }
    const head = new DataView(window.buffer, at - windowAt);
    const shortSize = head.getUint32(0);
    const isLong = shortSize === 1 && head.byteLength >= 16;
    const size = shortSize === 0 ? media.size - at : isLong ? Number(head.getBigUint64(8)) : shortSize;
    if (size < (isLong ? 16 : 8)) throw new Error(`a box claims a size of ${size} bytes`);
    yield { name: readName(head, 4), start: at + (isLong ? 16 : 8), end: at + size };
    at += size;
  }
}

function checkBoxes(index: DataView, limits: { fileBytes: number; depth: number }): void {
  const { fileBytes, depth } = limits;
  if (depth > MAX_DEPTH) throw new Error("its boxes are nested too deeply");
  const boxes = readBoxes(index);
  const hasOneSize = boxes.some(
    ({ name, content }) => name === "stsz" && content.byteLength >= 8 && content.getUint32(4) !== 0,
  );
  for (const { name, content } of boxes) {
    if (CONTAINERS.has(name)) checkBoxes(content, { fileBytes, depth: depth + 1 });
    else checkSampleTable(name, content, { fileBytes, hasOneSize });
  }
}

function readBoxes(index: DataView): { readonly name: string; readonly content: DataView }[] {
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
