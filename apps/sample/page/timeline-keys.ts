import type { FrameStore } from "./frame-store.ts";
import type { Playhead } from "./playhead.ts";

/** Where a key leads, in seconds; `null` if it is none of the timeline's. */
export function keyTarget(
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
      return frames.timeBeside(playhead.seconds, 1);
    case "ArrowLeft":
    case "ArrowDown":
      return frames.timeBeside(playhead.seconds, -1);
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
