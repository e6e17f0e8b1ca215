import { TEXT_CLASSES } from "../src/classes.ts";
import type { Frame, TaskSummary } from "../src/index.ts";
import type {
  Condition,
  Conditions,
  Decision,
  FrameCondition,
  FrameConditions,
  Policy,
} from "../src/policy.ts";
import { longestRow, longestSeconds, micros, spansOf, sumSeconds } from "./policy-oracle-rows.ts";

/** The frames that arrived, in any order, and the summary; `null` if there is none. */
export type Evidence = { readonly frames: readonly Frame[]; readonly summary: TaskSummary | null };

/** The parts of a verdict that the documentation defines exactly. */
export type Expected = {
  readonly decision: Decision;
  /** Of the decision and of tags: `rule in result: frames`, without duplicates, sorted. */
  readonly reasons: readonly string[];
  readonly tags: readonly string[];
  readonly unknownTags: readonly string[];
};

type Setting = Evidence & { readonly policy: Policy };

/** `left out`: the policy ignores the missing data, as if it did not have the condition. */
type Truth = "holds" | "fails" | "unknown" | "left out";
type Outcome = { readonly truth: Truth; readonly where: readonly string[] };

/** A condition on one class in one frame. */
type Leaf = Exclude<FrameCondition, { readonly of: FrameConditions }>;
type OnFrames = Extract<Condition, { readonly kind: "class" | "text" | "boxes" | "sameFrame" }>;
type OnHits = Extract<Condition, { readonly kind: "filters" | "pii" | "urls" }>;
type OnMatches = Extract<Condition, { readonly kind: "match" }>;
type OnLabels = Extract<Condition, { readonly kind: "labels" }>;

/**
 * Decides as docs/policy.md says, by brute force: slow and obvious, with no code of the implementation.
 *
 * Do not change it to agree with the implementation. If they differ, find out which of them the documentation means.
 */
export function judge(policy: Policy, evidence: Evidence): Expected {
  const setting = { ...evidence, policy };
  const evaluateList = (conditions: Conditions | undefined, path: string) => {
    const outcomes = list(conditions ?? [], path, policy).map(([rule, one]) => {
      const { truth, where } = evaluate(one, setting);
      return { truth, reasons: truth === "holds" ? where.map((place) => `${rule} in ${place}`) : [] };
    });
    const truths = outcomes.map(({ truth }) => truth);
    return {
      holds: truths.includes("holds"),
      isUnknown: truths.includes("unknown"),
      reasons: outcomes.flatMap(({ reasons }) => reasons),
    };
  };
  const block = evaluateList(policy.block, "block");
  const review = evaluateList(policy.review, "review");
  const tags = Object.entries(policy.tags ?? {}).map(([tag, of]) => {
    const one = evaluateList(of, `tags.${tag}`);
    return { tag, ...one, isUnknown: !one.holds && (one.isUnknown || lacksData([of], setting)) };
  });
  const matches = evaluateMatch({ kind: "match" }, setting);
  const isNamed = list(policy.block ?? [], "block", policy).some(
    ([, one]) => one.kind === "match" && evaluateMatch(one, setting).truth === "holds",
  );
  const unnamed = isNamed ? [] : matches.where.map((place) => `match in ${place}`);
  const isUnknown =
    block.isUnknown || review.isUnknown || lacksData([policy.block ?? [], policy.review ?? []], setting);
  const reasons = [unnamed, ...[block, review, ...tags].map((one) => one.reasons)].flat();
  return {
    decision:
      matches.truth === "holds" || block.holds
        ? "block"
        : review.holds
          ? "review"
          : isUnknown
            ? "unknown"
            : "allow",
    reasons: [...new Set(reasons)].toSorted(),
    tags: tags.filter(({ holds }) => holds).map(({ tag }) => tag),
    unknownTags: tags.filter((one) => one.isUnknown).map(({ tag }) => tag),
  };
}

/** Lists conditions with their paths; each class of an object with thresholds is a condition. */
function list(
  conditions: Conditions,
  path: string,
  policy: Policy,
): readonly (readonly [string, Condition])[] {
  if (isArray(conditions)) return conditions.map((one, index) => [`${path}[${index}]`, one]);
  return Object.entries(conditions).map(([name, rule = 0]) => {
    const isOwn = policy.classes?.includes(name) === true;
    const kind = !isOwn && TEXT_CLASSES.some((one) => one.name === name) ? "text" : "class";
    return [
      `${path}.${name}`,
      { kind, class: name, ...(typeof rule === "number" ? { atLeast: rule } : rule) },
    ];
  });
}

function isArray(conditions: Conditions): conditions is readonly Condition[] {
  return Array.isArray(conditions);
}

// The whole verdict

/** Whether data is missing for the whole verdict, or for the tag with these conditions. */
function lacksData(groups: readonly Conditions[], setting: Setting): boolean {
  const { policy, frames, summary } = setting;
  if (summary === null) return true;
  const results = listResults(setting);
  // The answers of reviewers are sufficient only for conditions that ask for them.
  if (results.length === 0) {
    return summary.labels.length === 0 || !groups.some((group) => asksReviewers(group, policy));
  }
  const unevaluated = frames.filter(({ evaluated }) => !evaluated);
  if (unevaluated.length > (policy.maxUnevaluatedFrames ?? 0)) return true;
  return results.some((result) => {
    const known = summary.results[result];
    const own = framesOf(setting, result);
    return (
      known === undefined ||
      known.isUnconfirmed === true ||
      known.text?.language?.toUpperCase() === "UNSUPPORTED" ||
      !own.some(({ evaluated }) => evaluated) ||
      listIndexes(setting, result).some((index) => own.every((frame) => frame.index !== index))
    );
  });
}

function asksReviewers(conditions: Conditions, policy: Policy): boolean {
  return list(conditions, "", policy).some(([, one]) =>
    one.kind === "all" || one.kind === "any" ? asksReviewers(one.of, policy) : one.kind === "labels",
  );
}

function listResults({ frames, summary }: Evidence): readonly number[] {
  return [...new Set([...frames.map(({ resultIndex }) => resultIndex), ...(summary?.results.keys() ?? [])])];
}

function framesOf({ frames }: Evidence, result: number): readonly Frame[] {
  return frames.filter(({ resultIndex }) => resultIndex === result);
}

/** Lists the `index` of all frames of a result, including those that did not arrive. */
function listIndexes(evidence: Evidence, result: number): readonly number[] {
  const counted = evidence.summary?.results[result]?.frameCount ?? 0;
  const total = Math.max(counted, ...framesOf(evidence, result).map(({ index }) => index + 1));
  return Array.from({ length: total }, (_, index) => index);
}

// Conditions on a task

function evaluate(condition: Condition, setting: Setting): Outcome {
  switch (condition.kind) {
    case "class":
    case "text":
    case "boxes":
    case "sameFrame":
      return evaluateOnFrames(condition, setting);
    case "filters":
    case "pii":
    case "urls":
      return { truth: evaluateHits(condition, setting), where: ["null: "] };
    case "match":
      return evaluateMatch(condition, setting);
    case "labels":
      return { truth: evaluateLabels(condition, setting), where: ["null: "] };
    default: {
      const parts = list(condition.of, "", setting.policy).map(([, one]) => evaluate(one, setting).truth);
      return { truth: combine(condition.kind, parts), where: ["null: "] };
    }
  }
}

function combine(kind: "all" | "any", parts: readonly Truth[]): Truth {
  const rest = parts.filter((one) => one !== "left out");
  if (rest.length === 0) return "left out";
  if (kind === "all" && rest.includes("fails")) return "fails";
  if (kind === "any" && rest.includes("holds")) return "holds";
  if (rest.includes("unknown")) return "unknown";
  return kind === "all" ? "holds" : "fails";
}

function evaluateHits({ kind, types, count = 1, ifMissing }: OnHits, { summary }: Evidence): Truth {
  const ifAbsent = ifMissing === "ignore" ? "left out" : "unknown";
  const texts = (summary?.results ?? []).flatMap(({ text }) => text ?? []);
  const hits = texts.flatMap((text) => text[kind] ?? []);
  const isCounted = (type: string): boolean =>
    types === undefined || types.some((one) => one.toLowerCase() === type.toLowerCase());
  const counted = hits.filter(({ type }) => isCounted(type)).length;
  if (counted >= count) return "holds";
  // A hit without a type may be of any type.
  if (hits.filter(({ type }) => isCounted(type) || type === "").length >= count) return "unknown";
  const isComplete = texts.every(
    (text) => text[kind] !== null && text.incompleteLists?.includes(kind) !== true,
  );
  return texts.length > 0 && isComplete ? "fails" : ifAbsent;
}

function evaluateLabels({ labels, count = 1, ifMissing }: OnLabels, { summary }: Evidence): Truth {
  const answers = summary?.labels ?? [];
  if (answers.length === 0) return ifMissing === "ignore" ? "left out" : "unknown";
  return answers.filter((answer) => labels.includes(answer)).length >= count ? "holds" : "fails";
}

function evaluateMatch({ types }: OnMatches, evidence: Evidence): Outcome {
  const compared = evidence.frames.filter(({ match }) => match !== null);
  const matched = compared.filter(({ match }) => {
    if (match === null || !match.isMatched) return false;
    if (types === undefined || match.types.length === 0) return true;
    return match.types.some((type) => types.some((one) => one.toLowerCase() === type.toLowerCase()));
  });
  const truth = matched.length > 0 ? "holds" : compared.length > 0 ? "fails" : "unknown";
  return { truth, where: describeFrames(matched) };
}

/** Describes frames by result. */
function describeFrames(frames: readonly Frame[]): readonly string[] {
  return listResults({ frames, summary: null }).map((result) => {
    const indexes = framesOf({ frames, summary: null }, result).map(({ index }) => index);
    return `${result}: ${indexes.toSorted((one, other) => one - other).join()}`;
  });
}

// Conditions on frames

/** A condition applies to each result that has data for it, and holds if it holds in one of them. */
function evaluateOnFrames(condition: OnFrames, setting: Setting): Outcome {
  const leaves = listLeaves(condition, setting.policy);
  const results = listResults(setting).filter((result) =>
    framesOf(setting, result).some((frame) => leaves.some((leaf) => hasData(leaf, frame))),
  );
  if (results.length === 0) {
    const isIgnored = leaves.every(({ ifMissing }) => ifMissing === "ignore");
    return { truth: isIgnored ? "left out" : "unknown", where: [] };
  }
  const outcomes = results.map((result) => evaluateInResult(condition, { ...setting, result }));
  const where = outcomes.flatMap(({ truth, held }) => (truth === "holds" ? describeFrames(held) : []));
  const truth = combine(
    "any",
    outcomes.map((one) => one.truth),
  );
  return { truth, where };
}

type InResult = { readonly truth: Truth; readonly held: readonly Frame[] };

/** All requirements must be met. */
function evaluateInResult(condition: OnFrames, setting: Setting & { readonly result: number }): InResult {
  const { policy, summary, result } = setting;
  const { forFramesInARow, forShareOfFrames, forSeconds, forSecondsInARow, gapSeconds = 0 } = condition;
  const own = framesOf(setting, result);
  const held = own.filter((frame) => evaluateInFrame(condition, frame, policy) === "holds");
  const lacksTooMuch = lacksTooMuchData(condition, own, policy);
  const requirements: Truth[] = [];

  const hasRowOrShare = forFramesInARow !== undefined || forShareOfFrames !== undefined;
  const forFrames = condition.forFrames ?? (hasRowOrShare ? 0 : 1);
  const isShort =
    new Set(own.map(({ index }) => index)).size < forFrames &&
    held.length > 0 &&
    own.every((frame) => held.includes(frame) || !frame.evaluated);
  if (held.length >= forFrames) requirements.push("holds");
  else requirements.push(lacksTooMuch || isShort ? "unknown" : "fails");

  const spans = spansOf(own, summary?.results[result]?.media?.durationSeconds ?? null);
  const timed = held.flatMap((frame) => spans.get(frame) ?? []);
  const lasting = timed.filter(({ start, end }) => micros(end) > micros(start));
  const requireSeconds = (seconds: number, required: number): void => {
    const isUnknown = lacksTooMuch || lasting.length < held.length;
    if (micros(seconds) >= micros(required)) requirements.push("holds");
    else requirements.push(isUnknown ? "unknown" : "fails");
  };
  if (forSeconds !== undefined) requireSeconds(sumSeconds(timed), forSeconds);
  if (forSecondsInARow !== undefined) requireSeconds(longestSeconds(timed, gapSeconds), forSecondsInARow);

  // By index: the condition holds, or may hold.
  const isHeld = listIndexes(setting, result).map((index) => held.some((frame) => frame.index === index));
  const isPossible = isHeld.map((holds, index) => {
    const same = own.filter((frame) => frame.index === index);
    return holds || same.length === 0 || same.some((frame) => isOpen(condition, frame, policy));
  });
  const total = isHeld.length;
  const isCounted = summary?.results[result] !== undefined;
  if (forFramesInARow !== undefined) {
    const isShorter = total < forFramesInARow && isPossible.every(Boolean);
    if (longestRow(isHeld) >= forFramesInARow) requirements.push("holds");
    else if (!isCounted || isShorter) requirements.push("unknown");
    else requirements.push(longestRow(isPossible) >= forFramesInARow ? "unknown" : "fails");
  }
  if (forShareOfFrames !== undefined) {
    if (!isCounted) requirements.push("unknown");
    else if (isHeld.filter(Boolean).length / total >= forShareOfFrames) requirements.push("holds");
    else
      requirements.push(isPossible.filter(Boolean).length / total >= forShareOfFrames ? "unknown" : "fails");
  }
  return { truth: combine("all", requirements), held };
}

function isOpen(condition: OnFrames, frame: Frame, policy: Policy): boolean {
  return !frame.evaluated || evaluateInFrame(condition, frame, policy) === "unknown";
}

/** Whether more frames lack data than `maxUnevaluatedFrames` allows, or no setting allows it. */
function lacksTooMuchData(condition: OnFrames, own: readonly Frame[], policy: Policy): boolean {
  const leaves = listLeaves(condition, policy);
  const most = condition.maxUnevaluatedFrames ?? policy.maxUnevaluatedFrames ?? 0;
  // A frame in which the condition fails anyway lacks nothing.
  const relevant = own.filter((frame) => evaluateInFrame(condition, frame, policy) !== "fails");
  const isLacking = (leaf: Leaf, frame: Frame): boolean => {
    const gap = findGap(leaf, frame);
    if (gap === "unclear") return true;
    // A frame that was not evaluated concerns the whole verdict.
    return leaf.ifMissing !== "ignore" && (gap === "unsupported" || (gap === "absent" && frame.evaluated));
  };
  const lacking = relevant.filter((frame) => leaves.some((leaf) => isLacking(leaf, frame)));
  const isUnclear = relevant.some((frame) => leaves.some((leaf) => findGap(leaf, frame) === "unclear"));
  const lacksClass = leaves.some(
    (leaf) =>
      relevant.some((frame) => isLacking(leaf, frame)) &&
      !own.some((frame) => frame.evaluated && findGap(leaf, frame) === null),
  );
  return (
    isUnclear || lacksClass || lacking.length > most || (lacking.length > 0 && lacking.length === own.length)
  );
}

function listLeaves(condition: FrameCondition | OnFrames, policy: Policy): readonly Leaf[] {
  return "of" in condition
    ? listParts(condition.of, policy).flatMap((part) => listLeaves(part, policy))
    : [condition];
}

function listParts(of: FrameConditions, policy: Policy): readonly FrameCondition[] {
  if (isFrameArray(of)) return of;
  return list(of, "", policy).flatMap(([, one]) =>
    one.kind === "class" || one.kind === "text" ? [one] : [],
  );
}

function isFrameArray(of: FrameConditions): of is readonly FrameCondition[] {
  return Array.isArray(of);
}

// Conditions on one frame

function evaluateInFrame(condition: FrameCondition | OnFrames, frame: Frame, policy: Policy): Truth {
  if ("of" in condition) {
    const parts = listParts(condition.of, policy).map((part) => evaluateInFrame(part, frame, policy));
    return combine(condition.kind === "any" ? "any" : "all", parts);
  }
  if (holdsInFrame(condition, frame)) return "holds";
  const gap = findGap(condition, frame);
  if (gap === null) return "fails";
  return gap !== "unclear" && condition.ifMissing === "ignore" ? "left out" : "unknown";
}

function holdsInFrame(leaf: Leaf, frame: Frame): boolean {
  if (leaf.kind !== "boxes") {
    return (
      findGap(leaf, frame) !== "unclear" &&
      listScores(leaf, frame.classes).some((score) => score >= leaf.atLeast)
    );
  }
  const reaching = frame.boxes.filter(({ classes }) =>
    listScores(leaf, classes).some((score) => score !== null && score >= leaf.atLeast),
  );
  return reaching.length >= (leaf.count ?? 1);
}

/**
 * Returns what a frame lacks for a condition: `absent`, the class is not there; `unsupported`, the model does not
 * support it here, or in one of several texts; `unclear`, it is there, but cannot be compared with the threshold.
 */
function findGap(leaf: Leaf, frame: Frame): "absent" | "unsupported" | "unclear" | null {
  const isUnsupported = frame.unsupportedClasses.includes(leaf.class);
  if (leaf.kind === "boxes") {
    if (frame.boxes.some(({ classes }) => listScores(leaf, classes).includes(null))) return "unclear";
    if (frame.kind !== "detection") return "absent";
    return isUnsupported ? "unsupported" : null;
  }
  const scores = listScores(leaf, frame.classes);
  // 0 means that nothing was found, on either scale.
  const isOtherScale = frame.scale !== (leaf.kind === "text" ? "level" : "probability");
  if (isOtherScale && scores.some((score) => score > 0)) return "unclear";
  if (isUnsupported) return "unsupported";
  return scores.length === 0 ? "absent" : null;
}

function listScores<Score extends number | null>(
  leaf: Leaf,
  classes: readonly { readonly class: string; readonly score: Score }[],
): readonly Score[] {
  return classes.filter((one) => one.class === leaf.class).map(({ score }) => score);
}

/** Whether the model of a frame has the class: it lists it, or searches for boxes. */
function hasData(leaf: Leaf, frame: Frame): boolean {
  if (leaf.kind !== "boxes") return findGap(leaf, frame) !== "absent";
  return (
    frame.kind === "detection" || frame.boxes.some(({ classes }) => listScores(leaf, classes).length > 0)
  );
}
