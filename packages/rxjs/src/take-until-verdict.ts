import type { Frame, TaskSummary } from "@hivekit/core";
import { createDecider, definePolicy } from "@hivekit/core/policy";
import type { Policy, Verdict } from "@hivekit/core/policy";
import { defer, takeWhile, tap } from "rxjs";
import type { MonoTypeOperatorFunction } from "rxjs";
import { checkCallback } from "./check-options.ts";

/** The options of {@link takeUntilVerdict}. */
export type TakeUntilVerdictOptions = {
  /**
   * Called once, after the last frame that is emitted and before `complete`: with the verdict on the frames so far. Not called if the
   * source fails, nor for who unsubscribes before. What it throws becomes the Observable's error.
   */
  readonly onVerdict?: ((verdict: Verdict) => void) | undefined;
  /**
   * Asked for what is known beside the frames when the verdict is told, as `onSummary` of `framesOf` gave it; `undefined` where it
   * did not come, because the frames were not all read. Without it, what a policy asks of text, labels or the media's duration
   * is `unknown`, and the decision is never `allow`.
   */
  readonly summary?: (() => TaskSummary | undefined) | undefined;
};

/**
 * Emits frames until no further one can change the decision of a policy, and then completes: behind `framesOf`, the connection is
 * closed at once. What Hive has done is charged all the same.
 *
 * The frame that decides is the last one that is emitted. As long as nothing holds, all frames pass: that a video may be published
 * is known at its end only. A condition on seconds is decided when the next frame comes.
 *
 * @returns an operator that completes when the policy's decision is `block`, or `review` where nothing can block, or as its source
 * does; it fails as its source does.
 * @throws HiveConfigError if the policy is not right, as `definePolicy` says, or an option is no function.
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
  const { onVerdict, summary } = options;
  checkCallback({ of: "takeUntilVerdict", option: "onVerdict" }, onVerdict);
  checkCallback({ of: "takeUntilVerdict", option: "summary" }, summary);
  const checked = definePolicy(policy);
  return (source) =>
    defer(() => {
      const decider = createDecider(checked);
      const isOpen = (frame: Frame): boolean => {
        decider.take(frame);
        return decider.settled === null;
      };
      return source.pipe(
        takeWhile(isOpen, true),
        tap({ complete: () => onVerdict?.(decider.verdict(summary?.())) }),
      );
    });
}
