import type { FrameStore } from "../frames/frame-store.ts";
import type { Playhead } from "../frames/playhead.ts";

/** Returns the time to which a key moves the playhead, in seconds; `null` for keys that do not move it. */
export function findKeyTarget(
  key: string,
  at: {
    readonly playhead: Pick<Playhead, "seconds">;
    readonly frames: FrameStore;
    readonly endSeconds: number;
  },
): number | null {
  const { playhead, frames, endSeconds } = at;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return frames.adjacentTime(playhead.seconds, 1);
    case "ArrowLeft":
    case "ArrowDown":
      return frames.adjacentTime(playhead.seconds, -1);
    case "PageUp":
      return Math.min(endSeconds, playhead.seconds + endSeconds / 10);
    case "PageDown":
      return Math.max(0, playhead.seconds - endSeconds / 10);
    case "Home":
      return 0;
    case "End":
      return frames.lastSeconds;
    default:
      return null;
  }
}
