import type { EncodedPacket, EncodedPacketSink } from "mediabunny";
import { takeTurns } from "./take-turns.ts";

/** The most frames of a video. Ours: six hours at 120 frames per second. */
const MOST_FRAMES = 6 * 3600 * 120;

/**
 * Counts the frames of a track that are shown. Those before 0 only lead up to the first one: a cut that did not encode anew leaves them in.
 *
 * @throws Error for a track without frames, and for one with too many.
 */
export async function countFrames(packets: EncodedPacketSink): Promise<number> {
  let count = 0;
  for await (const packet of takeTurns(packetsOf(packets))) {
    if (packet.timestamp < 0) continue;
    count += 1;
    if (count > MOST_FRAMES) throw new Error(`it has more than ${MOST_FRAMES} frames`);
  }
  if (count === 0) throw new Error("it has no frames");
  return count;
}

async function* packetsOf(packets: EncodedPacketSink): AsyncGenerator<EncodedPacket> {
  const options = { metadataOnly: true };
  let packet = await packets.getFirstPacket(options);
  while (packet !== null) {
    yield packet;
    packet = await packets.getNextPacket(packet, options);
  }
}
