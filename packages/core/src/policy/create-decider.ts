import type { Frame } from "../result/frame.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import { requiresSeconds } from "./compile/program.ts";
import type { Program, Rule } from "./compile/program.ts";
import { findProgram } from "./define-policy.ts";
import { findMatches } from "./evaluate/evaluate-rule.ts";
import { ResultRecord } from "./evaluate/frame-records.ts";
import { FrameScores } from "./evaluate/frame-scores.ts";
import { buildVerdict } from "./explain/build-verdict.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

/** Decides frame by frame. It stores a few numbers for each frame, but not the frames. */
export interface Decider {
  /**
   * Takes the next frame. Frames of several results may alternate; the frames of each result ascend by time, as Hive
   * sends them.
   */
  take(frame: Frame): void;

  /**
   * The final decision, which no further frame and no summary can change; `null` until there is one. It is `block` as
   * soon as a condition of the policy's `block` holds, or a hash matches. It is `review` as soon as a condition of
   * `review` holds, if the policy has no `block`; only a hash match in a later frame still makes it `block`. The seconds
   * of a frame count when the next frame arrives.
   *
   * After the first frame that is not in order of time, seconds are no longer counted here. The verdict uses the times
   * of all frames.
   */
  readonly settled: "block" | "review" | null;

  /**
   * The tags that hold for certain, because no further frame and no summary can change it; in the order of the policy.
   * Other tags may still come to hold, some only with the summary.
   */
  readonly settledTags: readonly string[];

  /**
   * Whether nothing can change any more: the decision is settled, and all tags of the policy hold. A tag that does not
   * hold is known only at the end.
   */
  readonly isSettled: boolean;

  /**
   * Builds the verdict as if there were no more frames; you can take more frames afterwards. Each call evaluates all
   * frames, so do not call it for each frame of a long video; see {@link Decider.settled}.
   *
   * @param task - The task or its summary, for everything except the frames. Without it, the verdict is never `allow`,
   * because the success of the task, the language of a text, the duration of the media, the number of frames, text hits
   * and labels are unknown. It is still `block` or `review` if such a condition holds. Likewise, `tags` lists the tags
   * that hold, and all others are in `unknownTags`. The frames of the task are not read; if it has
   * more frames than were taken, the verdict is not `allow`.
   */
  verdict(task?: Task | TaskSummary): Verdict;
}

/**
 * Creates a decider for one submission. Use it to stop as soon as the decision is clear, or for frames of your own.
 *
 * @throws HiveConfigError if the policy is not valid; see `definePolicy`.
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
 *   if (decider.settled !== null) break; // closes the connection; the submission may still be billed
 * }
 * console.log(decider.settled === null ? decider.verdict(await frames.summary()) : decider.verdict());
 * ```
 */
export function createDecider(policy: Policy): Decider {
  return createProgramDecider(findProgram(policy));
}

/** A decider to which the caller can pass the index of a frame's result. */
export type ProgramDecider = Decider & { takeFrom(resultIndex: number, frame: Frame): void };

/** Creates a decider for a program. */
export function createProgramDecider(program: Program): ProgramDecider {
  const scores = new FrameScores(program);
  const records = new Map<number, ResultRecord>();
  const hasSeconds = program.frameRules.some(requiresSeconds);
  /** By the index of the rule. Once reached, a rule stays reached. */
  const isReached = program.frameRules.map(() => false);
  /** Whether a hash matched, which results in `block` in every policy. */
  let hasMatch = false;
  let settled: Decider["settled"] = null;
  let settledTags: readonly string[] = [];

  function takeFrom(resultIndex: number, frame: Frame): void {
    let record = records.get(resultIndex);
    if (record === undefined) {
      record = new ResultRecord(resultIndex, program.frameRules);
      records.set(resultIndex, record);
    }
    const position = record.take(frame);
    scores.read(frame);
    // Seconds can be added up only while frames ascend by time.
    const hasTime = hasSeconds && record.isAscending && Number.isFinite(frame.timeSeconds);
    const endSeconds = frame.timeSeconds ?? Number.NaN;
    let hasChanged = frame.match?.isMatched === true;
    hasMatch ||= hasChanged;
    for (const rule of record.rules) {
      if (scores.readSlot(rule.slot, rule.isLevel) < rule.floor) continue;
      const isHeld = rule.take(scores, position, frame.evaluated);
      const hasNewTime = hasTime && rule.hasSeconds;
      if (!isHeld && !hasNewTime) continue;
      const { index } = rule.rule;
      if (hasNewTime) rule.takeTime(record.previousSeconds, endSeconds, isHeld);
      if (isHeld && rule.hasRow) rule.takeIndex(frame.index);
      if (isReached[index] === false && rule.isReached()) {
        isReached[index] = true;
        hasChanged = true;
      }
    }
    if (hasChanged) settle();
  }

  function settle(): void {
    const holds = (rule: Rule): boolean => isSettled(rule, { isReached, records });
    settled = hasMatch ? "block" : findSettled(program, holds);
    settledTags = program.tags.filter(({ rules }) => rules.some(holds)).map(({ tag }) => tag);
  }

  return {
    take: (frame) => takeFrom(frame.resultIndex, frame),
    takeFrom,
    get settled() {
      return settled;
    },
    get settledTags() {
      return settledTags;
    },
    get isSettled() {
      return settled !== null && settledTags.length === program.tags.length;
    },
    verdict: (task) => buildVerdict(program, [...records.values()], task ?? null),
  };
}

function findSettled({ block, review }: Program, holds: (rule: Rule) => boolean): Decider["settled"] {
  if (block.some(holds)) return "block";
  return block.length === 0 && review.some(holds) ? "review" : null;
}

/** Checks whether a condition holds regardless of what follows. Answers of reviewers and text hits arrive last. */
function isSettled(
  rule: Rule,
  of: { readonly isReached: readonly boolean[]; readonly records: ReadonlyMap<number, ResultRecord> },
): boolean {
  switch (rule.kind) {
    case "frames":
      return of.isReached[rule.index] === true;
    case "all":
      return rule.of.every((one) => isSettled(one, of));
    case "any":
      return rule.of.some((one) => isSettled(one, of));
    case "match":
      return findMatches(rule, of.records.values()).length > 0;
    default:
      return false;
  }
}
