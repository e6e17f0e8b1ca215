import type { Frame, TaskSummary } from "@hivekit/core";
import { booleanValue, checkOptions, functionValue } from "@hivekit/core/options";
import { createDecider, definePolicy } from "@hivekit/core/policy";
import type { Policy, Verdict } from "@hivekit/core/policy";
import { defer, takeWhile, tap } from "rxjs";
import type { MonoTypeOperatorFunction } from "rxjs";

/** The options of {@link takeUntilVerdict}. */
export type TakeUntilVerdictOptions = {
  /**
   * Called once, after the last emitted frame and before `complete`, with the verdict on the frames so far. Not called
   * if the source fails or after an unsubscription. An error that it throws becomes the Observable's error.
   */
  readonly onVerdict?: ((verdict: Verdict) => void) | undefined;
  /**
   * Returns the summary when the verdict is computed, as `onSummary` of `framesOf` received it; `undefined` if it has
   * not arrived, because not all frames were read. Without it, conditions on text, labels or the media's duration are
   * `unknown`, and the decision is never `allow`.
   */
  readonly summary?: (() => TaskSummary | undefined) | undefined;
  /**
   * Whether to emit frames until all tags of the policy hold, too. Without it, tags that have not come to hold before
   * the decision are in `unknownTags`. A tag that does not hold is known only at the end, so then all frames are
   * emitted.
   * @defaultValue false
   */
  readonly waitForTags?: boolean | undefined;
};

/**
 * Emits frames until no further frame can change the decision of a policy, then completes. After `framesOf`, this
 * closes the connection at once; the work that Hive has done is still charged.
 *
 * It completes for every decision, so completion never means that the content may be published: only a verdict of
 * `onVerdict` with the decision `allow` does.
 *
 * The deciding frame is the last one emitted. While no condition holds, all frames are emitted, because `allow` is
 * known only at the end of a video. A condition with a duration is decided when the next frame arrives, and one with a
 * share of frames at the end. For the tags of the policy, see `waitForTags`.
 *
 * @returns an operator that completes when the decision is `block`, or `review` if the policy cannot block, or when its
 * source completes. It fails as its source does.
 * @throws HiveConfigError if the policy is invalid (see `definePolicy`), or an option is unknown or not a function.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import type { TaskSummary } from "@hivekit/core";
 * import { definePolicy } from "@hivekit/core/policy";
 * import { framesOf, takeUntilVerdict } from "@hivekit/rxjs";
 *
 * const policy = definePolicy({ block: { yes_sexual_activity: 0.9 }, review: { yes_smoking: 0.9 } });
 * const hive = new HiveClient({ apiKey: "demo-visual", api: "v2", baseUrl: "http://127.0.0.1:8787" });
 * let summary: TaskSummary | undefined;
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" }, { onSummary: (whole) => (summary = whole) })
 *   .pipe(takeUntilVerdict(policy, { summary: () => summary, onVerdict: ({ decision }) => console.log(decision) }))
 *   .subscribe((frame) => console.log("seen", frame.timeSeconds));
 * ```
 */
export function takeUntilVerdict(
  policy: Policy,
  options: TakeUntilVerdictOptions = {},
): MonoTypeOperatorFunction<Frame> {
  checkOptions<TakeUntilVerdictOptions>(
    options,
    { onVerdict: functionValue, summary: functionValue, waitForTags: booleanValue },
    "takeUntilVerdict",
  );
  const { onVerdict, summary, waitForTags = false } = options;
  const checked = definePolicy(policy);
  return (source) =>
    defer(() => {
      const decider = createDecider(checked);
      const isOpen = (frame: Frame): boolean => {
        decider.take(frame);
        return waitForTags ? !decider.isSettled : decider.settled === null;
      };
      return source.pipe(
        takeWhile(isOpen, true),
        tap({ complete: () => onVerdict?.(decider.verdict(summary?.())) }),
      );
    });
}
