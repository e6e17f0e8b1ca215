import { createWindowReader } from "./read-window.ts";

/** The number of bytes that are searched for the file properties. */
const SEARCHED_BYTES = 64 * 1024;
/** The identifier of the file properties. Source: ASF specification, section 3.2. */
const PROPERTIES = Uint8Array.of(0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0, 0xc0, 0x0c, 0x20, 0x53, 0x65); // prettier-ignore
const FILE_SIZE_AT = 40;
const PACKET_SIZE_AT = 92;
const PROPERTIES_BYTES = 104;
/** The size of an object, after its identifier. */
const SIZE_AT = 16;
/** The packets of the data object follow its head. */
const DATA_HEAD_BYTES = 50;
/** The first byte of each packet. FFmpeg skips other packets. */
const PACKET_START = 0x82;

/**
 * Rejects a WMV file that is shorter than it claims, or damaged between its frames. FFmpeg skips such damage and the
 * frames in it without an error.
 *
 * @throws Error with the reason.
 */
export async function checkWmv(media: Blob): Promise<void> {
  const head = Buffer.from(await media.slice(0, SEARCHED_BYTES).arrayBuffer());
  const at = head.indexOf(PROPERTIES);
  if (at < 0 || at + PROPERTIES_BYTES > head.length) return;
  const claimed = Number(head.readBigUInt64LE(at + FILE_SIZE_AT));
  if (claimed > media.size) throw new Error(`it is cut off: ${claimed - media.size} bytes are missing`);
  const packetBytes = head.readUInt32LE(at + PACKET_SIZE_AT);
  if (packetBytes === 0) throw new Error("its packets have no size");
  const read = createWindowReader(media);
  const dataAt = Number(head.readBigUInt64LE(SIZE_AT));
  const data = await read(dataAt, DATA_HEAD_BYTES);
  if (data.byteLength < DATA_HEAD_BYTES) throw new Error("it has no frames");
  // The size of a live recording is unknown.
  const dataEnd = dataAt + Number(data.getBigUint64(SIZE_AT, true));
  const end = dataEnd > dataAt + DATA_HEAD_BYTES ? Math.min(dataEnd, media.size) : media.size;
  for (let packet = dataAt + DATA_HEAD_BYTES; packet + packetBytes <= end; packet += packetBytes) {
    if ((await read(packet, 1)).getUint8(0) !== PACKET_START)
      throw new Error("it is damaged between its frames");
  }
}
