import { frameSpans } from "../result/frame-spans.ts";
import type { TimedFrame } from "../result/frame-spans.ts";
import type { Frame } from "../result/frame.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import { programOf } from "./define-policy.ts";
import { FrameScores } from "./frame-scores.ts";
import { judge } from "./judge.ts";
import type { Policy } from "./policy.ts";
import { ResultRecord } from "./result-record.ts";
import type { Program, Rule } from "./rule.ts";
import { needsSeconds } from "./rule-record.ts";
import type { Verdict } from "./verdict.ts";

/** Judges frames one by one. Holds a few numbers for each frame, not the frames. */
export interface Decider {
  /** Takes the next frame. Frames of several results may alternate; each result's come ascending by time, as Hive gives them. */
  take(frame: Frame): void;

  /**
   * The decision that no further frame and no summary can change; `null` as long as there is none. `block` as soon as a condition of the
   * policy's `block` holds; `review` where nothing can block. A condition on seconds holds when the next frame has come.
   *
   * If frames do not come ascending by time, it holds only as far as they did: the verdict goes by their times.
   */
  readonly settled: "block" | "review" | null;

  /**
   * The verdict as if no more frames came; more may be taken afterwards. It looks at all that is remembered: not to be asked for each
   * frame of a long video, see {@link Decider.settled}.
   *
   * @param task - What is known beside the frames. Without it the verdict is never `allow`: nobody has said that the task is a success, nor
   * which language a text has, and the media's duration, text and labels are not known. What holds, holds. The task's frames are not
   * looked at; if there are more than were taken, the verdict is not `allow`.
   */
  verdict(task?: Task | TaskSummary): Verdict;
}

/**
 * Makes a decider for one submission: for those who want to stop as soon as the verdict is clear, or who have frames of their own.
 *
 * @throws HiveConfigError if the policy is not right, as `definePolicy` says.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { createDecider, definePolicy } from "@hivekit/core/policy";
 *
 * const decider = createDecider(definePolicy({ block: { yes_sexual_activity: 0.9 } }));
 * const hive = new HiveClient({ apiKey: "YOUR_KEY" });
 * const frames = hive.frames({ url: "https://example.com/clip.mp4" });
 * for await (const frame of frames) {
 *   decider.take(frame);
 *   if (decider.settled !== null) break; // closes the connection; what Hive did is charged
 * }
 * console.log(decider.settled === null ? decider.verdict(await frames.summary()) : decider.verdict());
 * ```
 */
export function createDecider(policy: Policy): Decider {
  return createTaker(programOf(policy));
}

/** A decider that can be told which result a frame belongs to. */
export type Taker = Decider & { takeIn(resultIndex: number, frame: Frame): void };

/** Makes a decider of a program. */
export function createTaker(program: Program): Taker {
  const scores = new FrameScores(program);
  const spans = frameSpans<TimedFrame>();
  const records = new Map<number, ResultRecord>();
  const hasSeconds = program.frameRules.some(needsSeconds);
  /** By the rule's place; what has been reached stays so. */
  const isReached = program.frameRules.map(() => false);
  let settled: Decider["settled"] = null;

  function takeIn(resultIndex: number, frame: Frame): void {
    let record = records.get(resultIndex);
    if (record === undefined) {
      record = new ResultRecord(resultIndex, program.frameRules);
      records.set(resultIndex, record);
    }
    const position = record.take(frame);
    scores.read(frame);
    // Seconds can only be added up as long as nothing comes between.
    const hasTime = hasSeconds && record.isAscending && Number.isFinite(frame.timeSeconds);
    const span = hasTime ? spans.take({ resultIndex, timeSeconds: frame.timeSeconds }) : null;
    let isNews = false;
    for (const rule of record.rules) {
      const { place } = rule.rule;
      const isHeld = rule.take(scores, position, frame.evaluated);
      const hasNewTime = hasTime && rule.hasSeconds;
      if (hasNewTime) rule.takeTime(span, isHeld);
      if ((isHeld || hasNewTime) && isReached[place] === false && rule.isReached()) {
        isReached[place] = true;
        isNews = true;
      }
    }
    if (isNews) settled = settledBy(program, isReached);
  }

  return {
    take: (frame) => takeIn(frame.resultIndex, frame),
    takeIn,
    get settled() {
      return settled;
    },
    verdict: (task) => judge(program, [...records.values()], task ?? null),
  };
}

function settledBy(program: Program, isReached: readonly boolean[]): Decider["settled"] {
  if (program.block.some((rule) => isSettled(rule, isReached))) return "block";
  const canBlock = program.block.length > 0;
  return !canBlock && program.review.some((rule) => isSettled(rule, isReached)) ? "review" : null;
}

/** Whether a condition holds whatever comes. What people answered, and what was found in a text, comes last. */
function isSettled(rule: Rule, isReached: readonly boolean[]): boolean {
  if (rule.kind === "frames") return isReached[rule.place] === true;
  if (rule.kind === "all") return rule.of.every((one) => isSettled(one, isReached));
  return rule.kind === "any" && rule.of.some((one) => isSettled(one, isReached));
}
