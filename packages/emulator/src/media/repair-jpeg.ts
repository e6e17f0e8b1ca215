/** The codes of markers. Each follows a 0xFF byte. Source: ITU-T T.81, table B.1. */
const START_OF_FRAME = [0xc0, 0xc1];
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/**
 * The parameters of a scan that is not progressive: all coefficients, in full. They are the last bytes of its header.
 */
const SEQUENTIAL_SCAN = Uint8Array.of(0, 63, 0);

/**
 * Repairs JPEG defects that browsers ignore and sharp reports like missing pixels: stray bytes before a marker, a wrong
 * scan header, and a missing end. A JPEG whose pixels are cut off stays broken.
 */
export function repairJpeg(bytes: Buffer): Buffer {
  const parts = [bytes.subarray(0, 2)];
  let isSequential = false;
  let at = 2;
  while (at < bytes.length) {
    at = findMarker(bytes, at);
    const code = bytes[at + 1] ?? END_OF_IMAGE;
    if (code === END_OF_IMAGE || at + 4 > bytes.length) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const segment = Buffer.from(bytes.subarray(at, end));
    if (START_OF_FRAME.includes(code)) isSequential = true;
    if (code === START_OF_SCAN && isSequential)
      segment.set(
        SEQUENTIAL_SCAN.subarray(0, segment.length),
        Math.max(0, segment.length - SEQUENTIAL_SCAN.length),
      );
    parts.push(segment);
    at = end;
    if (code !== START_OF_SCAN) continue;
    const scanEnd = findScanEnd(bytes, at);
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  return Buffer.concat([...parts, Buffer.from([0xff, END_OF_IMAGE])]);
}

/** Returns the position of the next marker, or the length. Several 0xFF bytes may precede a marker. */
function findMarker(bytes: Buffer, start: number): number {
  for (let at = start; at + 1 < bytes.length; at += 1) {
    const code = bytes[at + 1];
    if (bytes[at] === 0xff && code !== 0xff && code !== 0) return at;
  }
  return bytes.length;
}

/** Returns the position of the marker after the pixels of a scan; restart markers belong to the pixels. */
function findScanEnd(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && at + 1 < bytes.length) {
    const code = bytes[at + 1] ?? 0;
    const isPixels = code === 0 || code === 0xff || (code >= 0xd0 && code <= 0xd7);
    if (!isPixels) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
}
