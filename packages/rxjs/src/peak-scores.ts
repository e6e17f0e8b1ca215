import type { BoxClass, ClassName, Frame } from "@hivekit/core";
import { defer, map, reduce } from "rxjs";
import type { OperatorFunction } from "rxjs";

/** The highest score of a class, and its frame. */
export type PeakScore = {
  /** The class. */
  readonly class: ClassName;
  /** With `scale: "probability"`, the confidence, 0 to 1; with `"level"`, the severity, a whole number from 0 to 3. */
  readonly score: number;
  /**
   * The scale of the score. For boxes it is always a probability. A class with scores on both scales has two entries.
   */
  readonly scale: Frame["scale"];
  /** The index of the frame's result in the task, from 0. */
  readonly resultIndex: number;
  /** The index of the frame in its result, from 0: the first frame with this score. */
  readonly frameIndex: number;
  /** The time of the frame, in seconds from the start of the media; `null` if Hive returned none. */
  readonly timeSeconds: number | null;
};

/**
 * Computes the highest score of each class in all frames and their boxes, except boxes around texts, whose classes are
 * the recognized words.
 *
 * Holds one entry per class, regardless of the number of frames. A class without an entry was never scored, which does
 * not mean that it is absent from the media: classes that the model does not support have no entry either.
 *
 * @returns an operator that emits once, when its source completes: an array sorted by score, highest first; `[]` if no
 * class was scored. If its source fails, it fails and emits nothing.
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

/** The peaks by class, for each scale. */
type Peaks = { readonly [Scale in Frame["scale"]]: Map<string, PeakScore> };

function raisePeaks(peaks: Peaks, frame: Frame): Peaks {
  raise(peaks, frame, { classes: frame.classes, scale: frame.scale });
  // The classes of boxes around texts are the recognized words.
  const boxes = frame.kind === "text" ? [] : frame.boxes;
  for (const { classes } of boxes) raise(peaks, frame, { classes, scale: "probability" });
  return peaks;
}

function raise(
  peaks: Peaks,
  frame: Frame,
  scored: { readonly classes: readonly BoxClass[]; readonly scale: Frame["scale"] },
): void {
  const { resultIndex, index: frameIndex, timeSeconds } = frame;
  const { scale } = scored;
  for (const { class: name, score } of scored.classes) {
    const peak = peaks[scale].get(name);
    if (score === null || (peak !== undefined && peak.score >= score)) continue;
    peaks[scale].set(name, { class: name, score, scale, resultIndex, frameIndex, timeSeconds });
  }
}
