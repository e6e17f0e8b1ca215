import type { MediaFormat } from "./media-format.ts";

/** The number of bytes that are searched for the size of the file. */
const HEAD_BYTES = 64 * 1024;
/**
 * The identifier of the file properties in a WMV file. The file size follows the identifier, the object size and the
 * file ID.
 */
const ASF_PROPERTIES = Uint8Array.of(0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0, 0xc0, 0x0c, 0x20, 0x53, 0x65); // prettier-ignore
const ASF_SIZE_AT = 40;
/** The Matroska element that contains everything except the header. Source: RFC 9559. */
const MATROSKA_SEGMENT = Uint8Array.of(0x18, 0x53, 0x80, 0x67);

/**
 * Rejects a file that is shorter than its header says. FFmpeg decodes the frames before the cut without an error. An
 * MP4 file needs no check, because its index lists all frames.
 *
 * @throws Error with the number of missing bytes.
 */
export async function checkFileEnd(media: Blob, { mimetype }: MediaFormat): Promise<void> {
  const head = Buffer.from(await media.slice(0, HEAD_BYTES).arrayBuffer());
  const claimed = readClaimedSize(head, mimetype);
  if (claimed !== null && claimed > media.size)
    throw new Error(`it is cut off: ${claimed - media.size} bytes are missing`);
}

/** Reads the size of the file from its header, in bytes; `null` if it has none. */
function readClaimedSize(head: Buffer, mimetype: string): number | null {
  if (mimetype === "video/x-msvideo") return head.readUInt32LE(4) + 8;
  if (mimetype === "video/x-ms-wmv") {
    const at = head.indexOf(ASF_PROPERTIES) + ASF_SIZE_AT;
    return at < ASF_SIZE_AT || at + 8 > head.length ? null : Number(head.readBigUInt64LE(at));
  }
  if (mimetype !== "video/webm" && mimetype !== "video/x-matroska") return null;
  const segment = head.indexOf(MATROSKA_SEGMENT);
  return segment < 0 ? null : readSegmentEnd(head, segment + MATROSKA_SEGMENT.length);
}

/** Reads the end of the segment. For a live recording, the size is unknown, and all its bits are set. */
function readSegmentEnd(head: Buffer, at: number): number | null {
  const sizeBytes = Math.clz32(head[at] ?? 0) - 23;
  if (sizeBytes > 8 || at + sizeBytes > head.length) return null;
  const claimed = BigInt(`0x${head.toString("hex", at, at + sizeBytes)}`);
  const size = BigInt.asUintN(7 * sizeBytes, claimed);
  return size === 2n ** BigInt(7 * sizeBytes) - 1n ? null : at + sizeBytes + Number(size);
}
