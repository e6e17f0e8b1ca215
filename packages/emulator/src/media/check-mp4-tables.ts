/** Bytes of one entry of a sample table. Source: ISO/IEC 14496-12, section 8.6 and 8.7. */
const ENTRY_BYTES: Readonly<Record<string, number>> = {
  stts: 8,
  ctts: 8,
  stsc: 12,
  stco: 4,
  co64: 8,
  stss: 4,
  elst: 12,
};
/** The boxes on the way to the sample tables. */
const CONTAINERS = new Set(["moov", "trak", "edts", "mdia", "minf", "stbl"]);

/**
 * Refuses an MP4 whose index claims more than the file can hold. mediabunny 1.59 believes such an index, and a count
 * with one wrong bit keeps it busy for minutes without letting anything else run.
 *
 * @throws Error that names the box.
 */
export async function checkMp4Tables(media: Blob): Promise<void> {
  let at = 0;
  while (at + 8 <= media.size) {
    const head = new DataView(await media.slice(at, at + 16).arrayBuffer());
    const shortSize = head.getUint32(0);
    const isLong = shortSize === 1 && head.byteLength === 16;
    const size = shortSize === 0 ? media.size - at : isLong ? Number(head.getBigUint64(8)) : shortSize;
    if (size < 8) throw new Error(`a box of ${size} bytes`);
    if (nameAt(head, 4) === "moov") {
      if (at + size > media.size) throw new Error("its index is cut off");
      checkBoxes(
        new DataView(await media.slice(at + (isLong ? 16 : 8), at + size).arrayBuffer()),
        media.size,
      );
    }
    at += size;
  }
}

function checkBoxes(boxes: DataView, fileBytes: number): void {
  let at = 0;
  while (at + 8 <= boxes.byteLength) {
    const size = boxes.getUint32(at);
    const name = nameAt(boxes, at + 4);
    if (size < 8 || at + size > boxes.byteLength)
      throw new Error(`the box ${JSON.stringify(name)} does not fit into its index`);
    const content = new DataView(boxes.buffer, boxes.byteOffset + at + 8, size - 8);
    if (CONTAINERS.has(name)) checkBoxes(content, fileBytes);
    else checkTable(name, content, fileBytes);
    at += size;
  }
}

function checkTable(name: string, table: DataView, fileBytes: number): void {
  const isSizes = name === "stsz";
  const entryBytes = isSizes ? 4 : ENTRY_BYTES[name];
  if (entryBytes === undefined) return;
  const start = isSizes ? 12 : 8;
  if (table.byteLength < start) throw new Error(`the table ${name} is too short`);
  const count = table.getUint32(start - 4);
  const hasEntries = !isSizes || table.getUint32(4) === 0;
  if (count > fileBytes || (hasEntries && start + count * entryBytes > table.byteLength)) {
    throw new Error(`the table ${name} claims ${count} entries`);
  }
  if (name === "stts" || name === "ctts" || name === "stsc")
    checkRuns(name, table, { count, entryBytes, fileBytes });
}

/** Tables of runs: how many samples an entry speaks for. There cannot be more samples than bytes. */
function checkRuns(
  name: string,
  table: DataView,
  limits: { count: number; entryBytes: number; fileBytes: number },
): void {
  let samples = 0;
  for (let entry = 0; entry < limits.count; entry += 1) {
    const at = 8 + entry * limits.entryBytes + (name === "stsc" ? 4 : 0);
    samples += table.getUint32(at);
    if (samples > limits.fileBytes) throw new Error(`the table ${name} claims ${samples} samples`);
  }
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}
