import type { Frame, HiveClient, Submission } from "@hivekit/core";
import { takeUntil } from "rxjs";
import type { Observable, ObservableInput } from "rxjs";
import { abortOf } from "./abort-of.ts";
import { checkCallback, checkConcurrency } from "./check-options.ts";
import type { FramesOfOptions } from "./frames-of.ts";
import { frameSource } from "./item-source.ts";
import type { ItemSource } from "./item-source.ts";
import { mapItems } from "./map-items.ts";

/** The options of {@link mapFrames}: those of {@link framesOf}, and how many frames are worked on at a time. */
export type MapFramesOptions = FramesOfOptions & {
  /**
   * How many frames are worked on at a time; a whole number from 1. With more than 1, what they give comes in order of completion.
   * @defaultValue 1
   */
  readonly concurrency?: number | undefined;
};

/**
 * Submits, and maps each frame of the result to what `project` gives, asking for the next frame only when an inner one is done.
 *
 * This is true backpressure: however slow the work is, no more than `concurrency` frames and one piece of the reply (32 KiB decoded, the
 * rest as bytes) are held here; the rest stays with the sender. `framesOf(…).pipe(concatMap(project))` reads the whole reply meanwhile,
 * and holds all frames that wait. Where the work is quick and synchronous there is nothing to hold back: use `framesOf` and `map`.
 *
 * Cold: nothing is sent before somebody subscribes, and each subscription submits, and is billed, again; share one with `shareReplay`.
 * Unsubscribing, and an error of `project` or of an inner one, unsubscribes from the inner ones and closes the connection at once;
 * it does not undo a charge. While nobody asks for a frame `idleTimeoutMs` does not run, but Hive's patience with a slow
 * reader is not known.
 *
 * @param project - Gives what becomes of a frame: an Observable, a promise, an iterable. `index` counts the frames from 0, over all results.
 * @param options - `onSummary` is called when all inner ones are done.
 * @returns an Observable that completes when the last inner one does, or fails with what `project`, an inner one or
 * `HiveClient.frames` fails with; aborted, with the signal's own reason.
 * @throws HiveConfigError if `concurrency` is no whole number from 1, or `project` or `onSummary` no function.
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
  const { concurrency = 1, onSummary, ...callOptions } = options;
  checkConcurrency("mapFrames", concurrency);
  checkCallback({ of: "mapFrames", option: "project" }, project, true);
  checkCallback({ of: "mapFrames", option: "onSummary" }, onSummary);
  const open = (): ItemSource<Frame> => frameSource(client.frames(submission, callOptions), onSummary);
  // Work under way, and frames that came already, would not hear of an abort.
  return mapItems(open, { project, concurrency }).pipe(takeUntil(abortOf(callOptions.signal)));
}
