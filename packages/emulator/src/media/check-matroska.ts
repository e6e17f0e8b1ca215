import { createWindowReader, type WindowReader } from "./read-window.ts";

/** The elements of a file that contain other elements. Source: RFC 9559. */
const SEGMENT = 0x18_53_80_67;
const CLUSTER = 0x1f_43_b6_75;
/** The other elements of a segment. Each ends a cluster of unknown size. */
const SEGMENT_PARTS: ReadonlySet<number> = new Set([
  0x11_4d_9b_74, 0x15_49_a9_66, 0x16_54_ae_6b, 0x1c_53_bb_6b, 0x19_41_a4_69, 0x10_43_a7_70, 0x12_54_c3_67,
]); // prettier-ignore
/** The elements of a cluster: its time, its frames, and padding. */
const CLUSTER_PARTS: ReadonlySet<number> = new Set([0xe7, 0xa3, 0xa0, 0xaf, 0xa7, 0xab, 0x58_54, 0xec, 0xbf]);
const MAX_ID_BYTES = 4;
const MAX_SIZE_BYTES = 8;
const DAMAGED = "it is damaged between its frames";

/**
 * Rejects a WebM or Matroska file that is shorter than it claims, or damaged between its frames. FFmpeg skips such
 * damage and the frames in it without an error. A live recording, whose size is unknown, can end anywhere.
 *
 * @throws Error with the reason.
 */
export async function checkMatroska(media: Blob): Promise<void> {
  const read = createWindowReader(media);
  // Infinity for an unknown size, and before the segment.
  let segmentEnd = Infinity;
  // 0 outside of a cluster.
  let clusterEnd = 0;
  let at = 0;
  while (at < Math.min(segmentEnd, media.size)) {
    const element = await readElement(read, at);
    // The end of a live recording.
    if (element === null) return;
    const { id, start, end } = element;
    if (id === CLUSTER || SEGMENT_PARTS.has(id)) clusterEnd = 0;
    const isInCluster = at < clusterEnd;
    if (isInCluster && !CLUSTER_PARTS.has(id)) throw new Error(DAMAGED);
    const isContainer = id === SEGMENT || id === CLUSTER;
    const limit = isInCluster ? clusterEnd : segmentEnd;
    if (end === Infinity ? !isContainer : end > limit) throw new Error(DAMAGED);
    if (id === SEGMENT) {
      if (end !== Infinity && end > media.size)
        throw new Error(`it is cut off: ${end - media.size} bytes are missing`);
      segmentEnd = end;
    }
    if (id === CLUSTER) clusterEnd = end;
    at = isContainer ? start : end;
  }
}

type Element = {
  readonly id: number;
  /** The position of its content. */
  readonly start: number;
  /** The position after its content; Infinity for an unknown size. */
  readonly end: number;
};

/** @returns `null` for an element that is cut off by the end of the file. */
async function readElement(read: WindowReader, at: number): Promise<Element | null> {
  const head = await read(at, MAX_ID_BYTES + MAX_SIZE_BYTES);
  // The first set bit gives the number of bytes.
  const idBytes = Math.clz32(head.getUint8(0)) - 23;
  if (idBytes > MAX_ID_BYTES) throw new Error(DAMAGED);
  if (head.byteLength <= idBytes) return null;
  const sizeBytes = Math.clz32(head.getUint8(idBytes)) - 23;
  if (sizeBytes > MAX_SIZE_BYTES) throw new Error(DAMAGED);
  const start = idBytes + sizeBytes;
  if (head.byteLength < start) return null;
  // The first byte without the bit that gives the number of bytes.
  const top = head.getUint8(idBytes) - 2 ** (8 - sizeBytes);
  const size = top * 256 ** (sizeBytes - 1) + readNumber(head, idBytes + 1, sizeBytes - 1);
  // All bits are set for an unknown size.
  const end = size >= 2 ** (7 * sizeBytes) - 1 ? Infinity : at + start + size;
  return { id: readNumber(head, 0, idBytes), start: at + start, end };
}

function readNumber(view: DataView, at: number, sizeBytes: number): number {
  let value = 0;
  for (let index = at; index < at + sizeBytes; index += 1) value = value * 256 + view.getUint8(index);
  return value;
}
