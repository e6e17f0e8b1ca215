import type { ClassName, Frame } from "@hivekit/core";
import { defer, map, reduce } from "rxjs";
import type { OperatorFunction } from "rxjs";

/** The highest score of one class, and where it was. */
export type PeakScore = {
  /** The class. */
  readonly class: ClassName;
  /** With `scale: "probability"`, the confidence, 0 to 1; with `"level"`, the severity, a whole number from 0 to 3. */
  readonly score: number;
  /** What the score means; of boxes it is always a probability. A class that came on both scales has two entries. */
  readonly scale: Frame["scale"];
  /** Which of the task's results the frame belongs to, from 0. */
  readonly resultIndex: number;
  /** The frame's place in its result, from 0: of several frames with this score, the first that came. */
  readonly frameIndex: number;
  /** Seconds from the start of the media to the frame; `null` if Hive gave none. */
  readonly timeSeconds: number | null;
};

/**
 * The highest score of each class over all frames, of the frames as a whole and of their boxes: what a whole video looks like in one line.
 *
 * Holds one entry per class, whatever the number of frames. A class that is not in the list was never scored, which does not mean that
 * it is not there; classes that a model cannot judge are not in it either.
 *
 * @returns an operator that emits once, when its source completes: a list by score, the highest first; `[]` if no class was scored.
 * It fails as its source does, and then emits nothing.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { framesOf, peakScores } from "@hivekit/rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" })
 *   .pipe(peakScores())
 *   .subscribe((peaks) => console.table(peaks));
 * ```
 */
export function peakScores(): OperatorFunction<Frame, readonly PeakScore[]> {
  return (source) =>
    defer(() =>
      source.pipe(
        reduce(raisePeaks, { probability: new Map(), level: new Map() } satisfies Peaks),
        map(({ probability, level }) =>
          [...probability.values(), ...level.values()].toSorted((one, other) => other.score - one.score),
        ),
      ),
    );
}

/** By class, for each scale. */
type Peaks = { readonly [Scale in Frame["scale"]]: Map<string, PeakScore> };

function raisePeaks(peaks: Peaks, frame: Frame): Peaks {
  raise(peaks, frame, { classes: frame.classes, scale: frame.scale });
  for (const { classes } of frame.boxes) raise(peaks, frame, { classes, scale: "probability" });
  return peaks;
}

function raise(peaks: Peaks, frame: Frame, by: Pick<Frame, "classes" | "scale">): void {
  const { resultIndex, index: frameIndex, timeSeconds } = frame;
  const { scale } = by;
  for (const { class: name, score } of by.classes) {
    const peak = peaks[scale].get(name);
    if (peak !== undefined && peak.score >= score) continue;
    peaks[scale].set(name, { class: name, score, scale, resultIndex, frameIndex, timeSeconds });
  }
}
