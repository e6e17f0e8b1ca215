import type { EncodedPacket, EncodedPacketSink } from "mediabunny";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** The maximum number of frames in a video. Emulator behavior: six hours at 120 frames per second. */
const MAX_FRAMES = 6 * 3600 * 120;

/**
 * Counts the displayed frames of a track. Players do not display frames with a negative timestamp, which a cut without
 * re-encoding leaves in the file.
 *
 * @throws Error for a track without frames, or with too many.
 */
export async function countFrames(packets: EncodedPacketSink): Promise<number> {
  let count = 0;
  for await (const packet of yieldToEventLoop(readPackets(packets))) {
    if (packet.timestamp < 0) continue;
    count += 1;
    if (count > MAX_FRAMES) throw new Error(`it has more than ${MAX_FRAMES} frames`);
  }
  if (count === 0) throw new Error("it has no frames");
  return count;
}

async function* readPackets(packets: EncodedPacketSink): AsyncGenerator<EncodedPacket> {
  const options = { metadataOnly: true };
  let packet = await packets.getFirstPacket(options);
  while (packet !== null) {
    yield packet;
    packet = await packets.getNextPacket(packet, options);
  }
}
