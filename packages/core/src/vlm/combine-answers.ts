import type { Reason, Unevaluated, Verdict } from "../policy/verdict.ts";
import { BLOCK, joinList, REVIEW, writeReason } from "../policy/explain/sentences.ts";
import type { FrameAnswer } from "./answer.ts";
import type { CategoryAnswers } from "./category-answers.ts";
import type { PlannedCall } from "./plan-judgment.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

/** The outcome of a call: one answer, an answer per frame of a video, or the reason why the answers are unusable. */
export type CallOutcome = { readonly call: PlannedCall } & (
  | {
      readonly answers: readonly Omit<FrameAnswer<CategoryAnswers>, "text">[];
      /** Whether each answer is about one frame of a video. */
      readonly isPerFrame: boolean;
      readonly problem?: undefined;
    }
  | {
      readonly answers?: undefined;
      /** The reason, without any part of the answer. */
      readonly problem: string;
    }
);

const LACKS_CATEGORY = "The answer does not have true or false for it.";
const LACKS_FRAME = "The answer lacks frames that another answer has.";
/** No source says which frames of an animated image the model sees, so the others may show anything. */
const UNSEEN_FRAMES = "The model may not see all frames of an animated image.";
/** A call that was aborted has no outcome, either. */
const NOT_AWAITED = "The judgment ended first, because another category blocks.";

/** What the verdict depends on besides the answers. */
export type ItemFacts = {
  /** Whether the media is a video. One answer to all of its frames names none of them. */
  readonly isVideo: boolean;
  /** The indexes of the images that may have several frames. */
  readonly animated: readonly number[];
};

/**
 * Computes the verdict. The model only says which categories apply; a category that it did not clearly answer is
 * unknown.
 *
 * @param outcomes - In the order of the calls. Calls that were not made, because `block` was settled, are absent.
 */
export function combineAnswers(
  outcomes: readonly CallOutcome[],
  { policy, ...item }: ItemFacts & { readonly policy: PromptPolicy },
): Verdict {
  const framesByPart = listFrames(outcomes);
  const findings = Object.keys(policy.categories).map((name) =>
    assessCategory(name, outcomes, { framesByPart, ...item }),
  );
  const noun = item.isVideo ? "frames" : "images";
  const reasons = (["block", "review"] as const).flatMap((decision) =>
    findings
      .filter(({ name, holds }) => holds && policy.categories[name]?.decision === decision)
      .map((finding) => explain(finding, decision, noun)),
  );
  const unevaluated = groupProblems(findings);
  return {
    decision: reasons[0]?.decision ?? (unevaluated.length > 0 ? "unknown" : "allow"),
    reasons,
    tags: [],
    unknownTags: [],
    unevaluated,
    evaluated: { frames: countEvaluated(outcomes, framesByPart), seconds: 0 },
  };
}

/** The frames that occur in any answer about a part, by the position of the part. Only parts with answers per frame. */
type FramesByPart = ReadonlyMap<number, ReadonlySet<number>>;

function listFrames(outcomes: readonly CallOutcome[]): FramesByPart {
  const framesByPart = new Map<number, Set<number>>();
  for (const outcome of outcomes) {
    if (outcome.answers === undefined || !outcome.isPerFrame) continue;
    const { part } = outcome.call;
    const frames = framesByPart.get(part) ?? new Set();
    framesByPart.set(part, frames);
    for (const { index } of outcome.answers) frames.add(index);
  }
  return framesByPart;
}

/** A call, an image or a frame without an answer. `index` is `null` if it is not about one image or frame. */
type Problem = { readonly problem: string; readonly index: number | null };

/** The answers to one category, over all calls. */
type Finding = {
  readonly name: string;
  readonly holds: boolean;
  /** The images or frames in which it holds, ascending. */
  readonly frames: readonly number[];
  readonly problems: readonly Problem[];
};

function assessCategory(
  name: string,
  outcomes: readonly CallOutcome[],
  { framesByPart, isVideo, animated }: ItemFacts & { readonly framesByPart: FramesByPart },
): Finding {
  const asked = outcomes.filter(({ call }) => call.categories.includes(name));
  const frames = new Set<number>();
  const problems: Problem[] = animated.map((index) => ({ problem: UNSEEN_FRAMES, index }));
  if (asked.length === 0) problems.push({ problem: NOT_AWAITED, index: null });
  let holds = false;
  for (const outcome of asked) {
    const { part, mediaIndexes } = outcome.call;
    const [first = null, ...others] = mediaIndexes;
    /** The image that the call is about; `null` if it is about several, a video or a text. */
    const only = isVideo || others.length > 0 ? null : first;
    if (outcome.answers === undefined) {
      problems.push({ problem: outcome.problem, index: only });
      continue;
    }
    /** The frames without an answer. */
    const missing = new Set(framesByPart.get(part));
    for (const { index: frame, value } of outcome.answers) {
      missing.delete(frame);
      const index = outcome.isPerFrame ? frame : only;
      const answer = value[name];
      if (answer === true) {
        holds = true;
        if (index !== null) frames.add(index);
      } else if (answer !== false) problems.push({ problem: LACKS_CATEGORY, index });
    }
    for (const index of missing) problems.push({ problem: LACKS_FRAME, index });
  }
  return { name, holds, frames: [...frames].toSorted((one, other) => one - other), problems };
}

function explain({ name, frames }: Finding, decision: "block" | "review", noun: "images" | "frames"): Reason {
  const where = frames.length < 2 ? "" : ` in ${frames.length} ${noun}`;
  return {
    decision,
    rule: `categories.${name}`,
    kind: "category",
    class: null,
    score: null,
    threshold: null,
    count: null,
    resultIndex: null,
    frames,
    seconds: [],
    parts: [],
    sentence: writeReason(decision === "block" ? BLOCK : REVIEW, `category ${name} applies${where}`),
  };
}

/** Groups the categories whose answers are missing for the same reason. */
function groupProblems(findings: readonly Finding[]): readonly Unevaluated[] {
  const groups = new Map<string, { readonly names: Set<string>; readonly frames: Set<number> }>();
  for (const { name, problems } of findings) {
    for (const { problem, index } of problems) {
      const group = groups.get(problem) ?? { names: new Set(), frames: new Set() };
      groups.set(problem, group);
      group.names.add(name);
      if (index !== null) group.frames.add(index);
    }
  }
  return [...groups].map(([problem, { names, frames }]) => ({
    kind: "category",
    rules: [...names].map((name) => `categories.${name}`),
    class: null,
    resultIndex: null,
    frames: [...frames].toSorted((one, other) => one - other),
    isIgnored: false,
    sentence: `No answer to ${joinList([...names])}: ${problem}`,
  }));
}

/**
 * Counts the images, the frames and the texts without an image to which each call that was made has a complete answer.
 * A video with one answer counts as one.
 */
function countEvaluated(outcomes: readonly CallOutcome[], framesByPart: FramesByPart): number {
  let count = 0;
  for (const part of new Set(outcomes.map(({ call }) => call.part))) {
    const calls = outcomes.filter(({ call }) => call.part === part);
    const isComplete = (frame: number): boolean =>
      calls.every(({ answers = [] }) => {
        const value = answers.find(({ index }) => index === frame)?.value;
        return value !== undefined && Object.values(value).every((answer) => answer !== null);
      });
    const frames = framesByPart.get(part);
    if (frames !== undefined) count += [...frames].filter(isComplete).length;
    else if (isComplete(0)) count += Math.max(1, calls[0]?.call.mediaIndexes.length ?? 0);
  }
  return count;
}
