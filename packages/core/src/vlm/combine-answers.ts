import type { Reason, Unevaluated, Verdict } from "../policy/verdict.ts";
import { BLOCK, joinList, REVIEW, writeReason } from "../policy/explain/sentences.ts";
import type { FrameAnswer } from "./answer.ts";
import type { CategoryAnswers } from "./category-answers.ts";
import type { PlannedCall } from "./plan-judgment.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

/** What came of a call: its answers, one unless each frame of a video has its own, or why they cannot be used. */
export type CallOutcome = { readonly call: PlannedCall } & (
  | {
      readonly answers: readonly Omit<FrameAnswer<CategoryAnswers>, "text">[];
      /** Whether each answer is about one frame of a video. */
      readonly isPerFrame: boolean;
      readonly problem?: undefined;
    }
  | {
      readonly answers?: undefined;
      /** A sentence without anything from the answer. */
      readonly problem: string;
    }
);

const LACKS_CATEGORY = "The answer does not have true or false for it.";

/**
 * Computes the verdict. The model only says which categories apply; a category that it did not clearly answer is
 * unknown.
 *
 * @param outcomes - In the order of the calls. Calls that were not made, because `block` was settled, are absent.
 */
export function combineAnswers(policy: PromptPolicy, outcomes: readonly CallOutcome[]): Verdict {
  const findings = Object.keys(policy.categories).map((name) => assessCategory(name, outcomes));
  const holding = findings.filter(({ holds }) => holds);
  const reasons = (["block", "review"] as const).flatMap((decision) =>
    holding
      .filter(({ name }) => policy.categories[name]?.decision === decision)
      .map((finding) => explain(finding, decision)),
  );
  const unevaluated = groupProblems(findings);
  return {
    decision: reasons[0]?.decision ?? (unevaluated.length > 0 || outcomes.length === 0 ? "unknown" : "allow"),
    reasons,
    tags: [],
    unknownTags: [],
    unevaluated,
    evaluated: { frames: countEvaluated(outcomes), seconds: 0 },
  };
}

/** The answers to one category, over all calls. */
type Finding = {
  readonly name: string;
  readonly holds: boolean;
  /** The images or frames in which it holds, ascending. */
  readonly frames: readonly number[];
  /** The calls or frames without an answer. `index` is `null` if it is not about one image or frame. */
  readonly problems: readonly { readonly problem: string; readonly index: number | null }[];
};

function assessCategory(name: string, outcomes: readonly CallOutcome[]): Finding {
  const frames = new Set<number>();
  const problems: { readonly problem: string; readonly index: number | null }[] = [];
  let holds = false;
  let isAsked = false;
  for (const outcome of outcomes) {
    const { categories, mediaIndexes } = outcome.call;
    if (!categories.includes(name)) continue;
    isAsked = true;
    const only = mediaIndexes.length === 1 ? (mediaIndexes[0] ?? null) : null;
    if (outcome.answers === undefined) {
      problems.push({ problem: outcome.problem, index: only });
      continue;
    }
    for (const { index: frame, value } of outcome.answers) {
      const index = outcome.isPerFrame ? frame : only;
      const answer = value[name];
      if (answer === true) {
        holds = true;
        if (index !== null) frames.add(index);
      } else if (answer !== false) problems.push({ problem: LACKS_CATEGORY, index });
    }
  }
  if (!isAsked) problems.push({ problem: "The model was not asked.", index: null });
  return { name, holds, frames: [...frames].toSorted((one, other) => one - other), problems };
}

function explain({ name, frames }: Finding, decision: "block" | "review"): Reason {
  const where = frames.length < 2 ? "" : ` in ${frames.length} images or frames`;
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

/** Counts the images, frames and texts about which all answers are complete. A video with one answer counts as one. */
function countEvaluated(outcomes: readonly CallOutcome[]): number {
  const isComplete = (value: CategoryAnswers): boolean => Object.values(value).every((one) => one !== null);
  /** By content; `false` once an answer about it is incomplete. */
  const counts = new Map<string, { isComplete: boolean; readonly size: number }>();
  for (const outcome of outcomes) {
    const { call } = outcome;
    const units =
      outcome.answers === undefined
        ? [{ key: "", size: Math.max(1, call.media.length), isComplete: false }]
        : outcome.answers.map(({ index, value }) => ({
            key: outcome.isPerFrame ? String(index) : "",
            size: outcome.isPerFrame ? 1 : Math.max(1, call.media.length),
            isComplete: isComplete(value),
          }));
    for (const { key, size, isComplete: complete } of units) {
      // Calls about the same content differ in their categories only.
      const content = JSON.stringify([
        call.mediaIndexes,
        call.mediaIndexes.length === 0 ? call.text : "",
        key,
      ]);
      const count = counts.get(content) ?? { isComplete: true, size };
      counts.set(content, count);
      count.isComplete &&= complete;
    }
  }
  return [...counts.values()].reduce((sum, { isComplete: complete, size }) => sum + (complete ? size : 0), 0);
}
