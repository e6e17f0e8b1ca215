import type * as NodeAv from "node-av";
import { isPlayed, toSeconds } from "./video-input.ts";

/** The ends of the packets of a file. */
export type PacketEnds = {
  /** Records the end of a packet that is played. */
  readonly note: (packet: NodeAv.Packet) => void;
  /** Returns the end of the last packet, in seconds; 0 for none. */
  readonly findLast: () => number;
};

/** Collects the ends of the packets of video and audio streams. */
export function createPacketEnds(av: typeof NodeAv, streams: readonly NodeAv.Stream[]): PacketEnds {
  // The last packet of each stream in display order.
  const lasts = new Map<number, { readonly startSeconds: number; readonly endSeconds: number }>();
  return {
    note: (packet) => {
      const stream = streams[packet.streamIndex];
      if (stream === undefined || !isPlayed(av, stream)) return;
      if (packet.pts === av.AV_NOPTS_VALUE || packet.hasFlags(av.AV_PKT_FLAG_DISCARD)) return;
      const startSeconds = toSeconds(packet.pts, stream.timeBase);
      const last = lasts.get(stream.index);
      if (last !== undefined && startSeconds <= last.startSeconds) return;
      // A packet without a duration is assumed to last as long as the previous one.
      const gapSeconds = startSeconds - (last?.startSeconds ?? startSeconds);
      const seconds = packet.duration > 0n ? toSeconds(packet.duration, stream.timeBase) : gapSeconds;
      lasts.set(stream.index, { startSeconds, endSeconds: startSeconds + seconds });
    },
    findLast: () => Math.max(0, ...[...lasts.values()].map(({ endSeconds }) => endSeconds)),
  };
}
