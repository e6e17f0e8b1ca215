/** The signature of a PNG. A chunk has a size and a name before its data, and a checksum after it. */
const SIGNATURE_BYTES = 8;
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** The names of the chunks `acTL` and `IDAT`, as numbers. */
const ANIMATION_CONTROL = 0x61_63_54_4c;
const IMAGE_DATA = 0x49_44_41_54;
/** The maximum number of chunks before the pixels. Emulator behavior. */
const MAX_CHUNKS = 1000;

/**
 * Reads the number of frames of a PNG: 1 for an image. Source: PNG specification (third edition), chunk `acTL`, which
 * comes before the pixels.
 */
export async function countPngFrames(media: Blob): Promise<number> {
  let at = SIGNATURE_BYTES;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk += 1) {
    const head = new DataView(await media.slice(at, at + HEAD_BYTES + 4).arrayBuffer());
    if (head.byteLength < HEAD_BYTES + 4) return 1;
    const name = head.getUint32(4);
    if (name === ANIMATION_CONTROL) return head.getUint32(HEAD_BYTES);
    if (name === IMAGE_DATA) return 1;
    at += HEAD_BYTES + head.getUint32(0) + CHECKSUM_BYTES;
  }
  return 1;
}
