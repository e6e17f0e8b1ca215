import type { Frame, HiveClient, Submission } from "@hivekit/core";
import { checkOptions, functionValue, required } from "@hivekit/core/options";
import type { OptionChecks } from "@hivekit/core/options";
import { takeUntil } from "rxjs";
import type { Observable, ObservableInput } from "rxjs";
import { concurrencyCheck } from "./check-options.ts";
import { FRAMES_OF_CHECKS } from "./frames-of.ts";
import type { FramesOfOptions } from "./frames-of.ts";
import { failOnAbort, fromFrameStream, mapItems } from "./pull-items.ts";
import type { PullSource } from "./pull-items.ts";

/** The options of {@link mapFrames}: the options of {@link framesOf} and the concurrency. */
export type MapFramesOptions = FramesOfOptions & {
  /**
   * How many frames are processed at a time; a whole number, at least 1. If it is more than 1, values are emitted in
   * order of completion.
   * @defaultValue 1
   */
  readonly concurrency?: number | undefined;
};

const MAP_FRAMES_CHECKS: OptionChecks<MapFramesOptions> = {
  ...FRAMES_OF_CHECKS,
  concurrency: concurrencyCheck,
};

/**
 * Submits media or text and maps each frame of the result, with backpressure: it requests the next frame only when
 * fewer than `concurrency` frames are being processed.
 *
 * However slow the work is, at most `concurrency` frames and one chunk of the response are in memory (32 KiB of the
 * chunk decoded, the rest as bytes). The sender keeps the rest of the response. In contrast,
 * `framesOf(…).pipe(concatMap(project))` reads the complete response in the meantime and buffers all waiting frames.
 * Quick, synchronous work needs no backpressure: use `framesOf` and `map`.
 *
 * The Observable is cold: nothing is sent before a subscription, and each subscription submits again and is charged
 * again. Share a subscription with `shareReplay`. Unsubscribing, or an error of `project` or of an inner Observable,
 * unsubscribes from the inner Observables and closes the connection at once; it does not undo a charge. `idleTimeoutMs`
 * pauses while no frame is requested. How long Hive waits for a slow reader is unknown.
 *
 * @param project - Maps a frame to an Observable, a promise or an iterable. `index` counts the frames from 0, across
 * all results.
 * @param options - `onSummary` is called when all inner Observables have completed.
 * @returns an Observable that completes when the last inner Observable does. It fails with the errors of `project`, of
 * an inner Observable or of `HiveClient.frames`, or with the reason of an aborted signal.
 * @throws HiveConfigError if an option is unknown or invalid, or `project` is not a function.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { mapFrames } from "@hivekit/rxjs";
 * import { setTimeout as sleep } from "node:timers/promises";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * const save = async (timeSeconds: number | null) => sleep(10, timeSeconds); // your database
 * mapFrames(hive, { url: "http://127.0.0.1:9000/clip.mp4" }, (frame) => save(frame.timeSeconds), { concurrency: 4 })
 *   .subscribe((timeSeconds) => console.log("saved", timeSeconds));
 * ```
 */
export function mapFrames<Value>(
  client: Pick<HiveClient, "frames">,
  submission: Submission,
  project: (frame: Frame, index: number) => ObservableInput<Value>,
  options: MapFramesOptions = {},
): Observable<Value> {
  checkOptions({ project }, { project: required(functionValue) }, "mapFrames");
  checkOptions(options, MAP_FRAMES_CHECKS, "mapFrames");
  const { concurrency = 1, onSummary, ...callOptions } = options;
  const open = (): PullSource<Frame> => fromFrameStream(client.frames(submission, callOptions), onSummary);
  // The client's abort affects neither inner Observables nor frames that have already arrived.
  return mapItems(open, { project, concurrency }).pipe(takeUntil(failOnAbort(callOptions.signal)));
}
