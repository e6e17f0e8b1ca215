import type { ClassName } from "../../result/class-score.ts";
import type { ModelResult, TaskHead, TextHit, TextInfo } from "../../result/task.ts";
import { requiresRowOrShare, requiresSeconds } from "../compile/program.ts";
import type { CombinedRule, FrameRule, HitsRule, LabelsRule, MatchRule, Rule } from "../compile/program.ts";
import type { UnevaluatedKind } from "../verdict.ts";
import { countFrames, evaluateRow, evaluateShare } from "./frame-counts.ts";
import type { FrameCounts } from "./frame-counts.ts";
import type { ResultRecord, RuleRecord } from "./frame-records.ts";
import { isIgnoredFor, MISSING_CAUSES } from "./frame-scores.ts";
import type { HeldSeconds, Timeline } from "./timeline.ts";
import { ABSENT, allOf, anyOf, NO, UNKNOWN, YES } from "./truth.ts";
import type { Truth } from "./truth.ts";

/** The data of a task, or of the summary of a frame stream, except the frames. */
export type VerdictHead = TaskHead & {
  /** One per model; `[]` for labeling. */
  readonly results: readonly (Omit<ModelResult, "frames"> & {
    readonly frameCount?: number;
    readonly frames?: ModelResult["frames"];
  })[];
};

/** The records of a result after its last frame. */
export type ResultEvidence = {
  readonly record: ResultRecord;
  readonly timeline: Timeline;
  /** The number of frames that were not taken; `null` if it is unknown. */
  readonly unseenCount: number | null;
};

/** Everything that is known after the last frame. */
export type Evidence = {
  readonly results: readonly ResultEvidence[];
  /** `null` if the frames came without a summary. */
  readonly head: VerdictHead | null;
};

/** Missing data that affects a condition. */
export type MissingData = {
  readonly kind: Exclude<UnevaluatedKind, "category">;
  /** The path of the condition in the policy; `null` if all conditions are affected. */
  readonly rule: string | null;
  readonly class: ClassName | null;
  readonly resultIndex: number | null;
  readonly frames: readonly number[];
  readonly isIgnored: boolean;
  /** Set only if the other properties are not sufficient for the sentence. */
  readonly detail?: MissingDetail;
};

/** Details of missing data. */
export type MissingDetail = {
  /** The number of frames or hits. */
  readonly count?: number;
  /** The classes of a rule that has several. */
  readonly classes?: readonly string[];
  /** The list of hits that is missing from the response, or whose hits have no type. */
  readonly list?: HitsRule["kind"];
  /** Set if some texts do not have the list of hits. */
  readonly isIncomplete?: true;
  /** Set if the frames came without a summary. */
  readonly hasNoSummary?: true;
};

/** The frames of one result in which a frame rule holds. */
export type HeldFrames = {
  readonly record: RuleRecord;
  readonly result: ResultEvidence;
  /** How long the rule holds. */
  readonly seconds: HeldSeconds;
  /** `null` if the rule requires neither a row nor a share of frames. */
  readonly counts: FrameCounts | null;
};

/** The frames of one result with a match of the required type. */
type HeldMatches = {
  readonly record: ResultRecord;
  readonly positions: readonly number[];
  /** The types of the matches, without duplicates. */
  readonly types: readonly string[];
};

/** The outcome of a condition. */
export type Evaluation = {
  readonly truth: Truth;
  /** The data that the condition needed but did not have. */
  readonly missing: readonly MissingData[];
} & (
  | { readonly kind: "frames"; readonly held: readonly HeldFrames[] }
  | { readonly kind: "hits"; readonly rule: HitsRule; readonly count: number }
  | { readonly kind: "match"; readonly rule: MatchRule; readonly held: readonly HeldMatches[] }
  | { readonly kind: "labels"; readonly rule: LabelsRule; readonly answers: readonly string[] }
  | { readonly kind: "combined"; readonly rule: CombinedRule; readonly parts: readonly Evaluation[] }
);

/** Evaluates a condition. */
export function evaluateRule(rule: Rule, evidence: Evidence): Evaluation {
  switch (rule.kind) {
    case "frames":
      return evaluateFrameRule(rule, evidence.results);
    case "all":
    case "any": {
      const parts = rule.of.map((one) => evaluateRule(one, evidence));
      const truths = parts.map((part) => part.truth);
      const truth = rule.kind === "all" ? allOf(truths) : anyOf(truths);
      const missing = keepNeeded(
        truth,
        parts.flatMap((part) => part.missing),
      );
      return { kind: "combined", rule, parts, truth, missing };
    }
    case "labels":
      return evaluateLabels(rule, evidence.head);
    case "match":
      return evaluateMatch(rule, evidence.results);
    default:
      return evaluateHits(rule, evidence.head);
  }
}

/** Lists the answers of reviewers; an empty string is not an answer. */
export function listAnswers(head: VerdictHead | null): readonly string[] {
  return head?.kind === "labeling" ? head.labels.filter((label) => label.trim() !== "") : [];
}

/** Evaluates a frame rule, which holds if it holds in any of the results whose model has data for it. */
function evaluateFrameRule(rule: FrameRule, results: readonly ResultEvidence[]): Evaluation {
  const concerned = results.filter(({ record }) => record.rules[rule.index]?.hasData === true);
  if (concerned.length === 0) return evaluateWithoutData(rule, results);
  const evaluations = concerned.map((result) => evaluateInResult(rule, result));
  const truth = anyOf(evaluations.map((one) => one.truth));
  const missing = keepNeeded(
    truth,
    evaluations.flatMap((one) => one.missing),
  );
  return { kind: "frames", truth, missing, held: evaluations.flatMap((one) => one.held ?? []) };
}

/** Evaluates a rule for which no frame has any data. */
function evaluateWithoutData(rule: FrameRule, results: readonly ResultEvidence[]): Evaluation {
  const truth = rule.isIgnored ? ABSENT : UNKNOWN;
  const base = { rule: rule.path, class: null, resultIndex: null, frames: [] };
  if (results.every(({ record }) => record.frameCount === 0)) {
    const missing: MissingData = { ...base, kind: "noFrames", isIgnored: rule.isIgnored };
    return { kind: "frames", truth, held: [], missing: [missing] };
  }
  // If no frame was evaluated, the verdict has its own entry for it.
  const isEvaluated = results.some(({ record }) => record.unevaluated.count < record.frameCount);
  const missing = rule.classTests.map((test): MissingData => ({
    ...base,
    rule: test.path,
    kind: test.kind === "boxes" ? "boxes" : "class",
    class: test.class,
    isIgnored: test.isIgnored,
  }));
  return { kind: "frames", truth, held: [], missing: isEvaluated ? missing : [] };
}

type InResult = {
  readonly truth: Truth;
  readonly missing: readonly MissingData[];
  readonly held?: HeldFrames;
};

function evaluateInResult(rule: FrameRule, result: ResultEvidence): InResult {
  const { record: resultRecord, timeline, unseenCount } = result;
  const record = resultRecord.rules[rule.index];
  if (record === undefined) return { truth: NO, missing: [] };
  const { held, incompleteCount } = record;
  const { required } = rule;
  const measureSeconds = (): HeldSeconds =>
    timeline.heldSeconds((position) => held.has(position), required.gapSeconds);
  // Adding up the seconds of a long video takes long, so conditions without seconds do it only if they hold.
  const seconds = requiresSeconds(rule) ? measureSeconds() : null;
  const counts = requiresRowOrShare(rule) ? countFrames(record, { resultRecord, unseenCount }) : null;
  const row = counts === null ? YES : evaluateRow(counts, required);
  const share = counts === null ? YES : evaluateShare(counts, required);
  // Up to `maxUnevaluatedFrames` frames may lack data, if others have it.
  const isIncomplete =
    record.isUnclear ||
    incompleteCount > rule.maxUnevaluatedFrames ||
    (incompleteCount > 0 && (incompleteCount >= resultRecord.frameCount || record.lacksClass));
  // But no frame may if a row or share depends on it.
  const isOpen = row === UNKNOWN || share === UNKNOWN;
  const missing = listMissing(record, { resultRecord, isIncomplete: isIncomplete || isOpen });
  const total = countIfAllHold(record, resultRecord);
  const isOften = held.count >= required.frames;
  const often = isOften ? YES : isIncomplete || total < required.frames ? UNKNOWN : NO;
  const isLong = seconds === null || seconds.isEnough(required);
  const timeless = isLong ? [] : timeline.withoutDuration(held);
  const long = isLong ? YES : isIncomplete || timeless.length > 0 ? UNKNOWN : NO;
  const truth = allOf([often, long, row, share]);
  if (truth === YES) {
    return { truth, missing, held: { record, result, seconds: seconds ?? measureSeconds(), counts } };
  }
  if (truth === NO) return { truth, missing: keepNeeded(NO, missing) };
  if (total < Math.max(required.frames, required.framesInARow ?? 0)) {
    missing.push(describeOpen(rule, resultRecord, { kind: "fewFrames", positions: held }));
  }
  if (timeless.length > 0) {
    missing.push(describeOpen(rule, resultRecord, { kind: "time", positions: timeless }));
  }
  const skipped = isOpen ? [...resultRecord.unevaluated].filter((position) => !held.has(position)) : [];
  if (skipped.length > 0) {
    missing.push(describeOpen(rule, resultRecord, { kind: "frames", positions: skipped }));
  }
  return { truth, missing };
}

function listMissing(
  { classTests }: RuleRecord,
  of: { readonly resultRecord: ResultRecord; readonly isIncomplete: boolean },
): MissingData[] {
  const { resultRecord, isIncomplete } = of;
  const { resultIndex } = resultRecord;
  return classTests.flatMap(({ test, missing }) =>
    // Not in the order of occurrence, because the order of frames must not matter.
    MISSING_CAUSES.flatMap((kind): readonly MissingData[] => {
      const positions = missing.get(kind);
      if (positions === undefined) return [];
      const frames = resultRecord.listIndexes(positions);
      const isIgnored = isIgnoredFor(test, kind) || !isIncomplete;
      return [
        {
          kind: kind === "noScore" ? "unsupported" : kind,
          rule: test.path,
          class: test.class,
          resultIndex,
          frames,
          isIgnored,
        },
      ];
    }),
  );
}

/**
 * Returns the number of frames in a result if the rule holds in all evaluated ones; otherwise returns `Infinity`. With
 * more frames than this, the rule might hold.
 */
function countIfAllHold({ held }: RuleRecord, { indexes, unevaluated }: ResultRecord): number {
  const isAll =
    held.count > 0 && indexes.every((_, position) => held.has(position) || unevaluated.has(position));
  // A frame that arrived twice counts once.
  return isAll ? new Set(indexes).size : Infinity;
}

/**
 * Describes data that a rule lacks in frames in which it holds, or that could complete a row or share. A policy cannot
 * ignore it.
 */
function describeOpen(
  { path, classTests }: FrameRule,
  record: ResultRecord,
  of: { readonly kind: "time" | "fewFrames" | "frames"; readonly positions: Iterable<number> },
): MissingData {
  const [test, ...others] = classTests;
  const isSingle = others.length === 0;
  return {
    kind: of.kind,
    rule: path,
    class: isSingle ? (test?.class ?? null) : null,
    resultIndex: record.resultIndex,
    frames: record.listIndexes(of.positions),
    isIgnored: false,
    ...(isSingle ? {} : { detail: { classes: classTests.map((one) => one.class) } }),
  };
}

/** Counts the hits in the texts of all results. */
function evaluateHits(rule: HitsRule, head: VerdictHead | null): Evaluation {
  const texts = (head?.results ?? []).flatMap(({ text }) => text ?? []);
  const hits = texts.flatMap((text) => text[rule.kind] ?? []);
  const count = hits.filter((hit) => isOfType(hit, rule.types)).length;
  const evaluation = { kind: "hits", rule, count } as const;
  if (count >= rule.count) return { ...evaluation, truth: YES, missing: [] };
  if (head === null) return { ...evaluation, ...missingFor(rule, "text", { hasNoSummary: true }) };
  if (texts.length === 0) return { ...evaluation, ...missingFor(rule, "text") };
  // A task that was stored by an older version, or made by hand, may not have the list at all.
  if (texts.every((text) => (text[rule.kind] ?? null) === null)) {
    return { ...evaluation, ...missingFor(rule, "text", { list: rule.kind }) };
  }
  const isIncomplete = (text: TextInfo): boolean =>
    (text[rule.kind] ?? null) === null || text.incompleteLists?.includes(rule.kind) === true;
  const untyped = rule.types === null ? 0 : hits.filter(({ type }) => (type ?? "") === "").length;
  if (count + untyped >= rule.count) {
    // The hits are there, so no setting ignores them.
    const detail = { list: rule.kind, count: untyped };
    return { ...evaluation, ...missingFor({ ...rule, isIgnored: false }, "text", detail) };
  }
  return texts.some(isIncomplete)
    ? { ...evaluation, ...missingFor(rule, "text", { list: rule.kind, isIncomplete: true }) }
    : { ...evaluation, truth: NO, missing: [] };
}

/** Counts the answers of reviewers. */
function evaluateLabels(rule: LabelsRule, head: VerdictHead | null): Evaluation {
  const given = listAnswers(head);
  const answers = given.filter((answer) => rule.labels.includes(answer));
  const evaluation = { kind: "labels", rule, answers } as const;
  if (given.length === 0) {
    const detail = head === null ? { hasNoSummary: true as const } : undefined;
    return { ...evaluation, ...missingFor(rule, "labels", detail) };
  }
  return { ...evaluation, truth: answers.length >= rule.count ? YES : NO, missing: [] };
}

/** Finds the results with a hash match of a required type. */
export function findMatches(rule: MatchRule, records: Iterable<ResultRecord>): readonly HeldMatches[] {
  return [...records].flatMap((record): HeldMatches[] => {
    const matches = [...record.matches].filter(
      ([, types]) => types.length === 0 || types.some((type) => isOfType({ type }, rule.types)),
    );
    if (matches.length === 0) return [];
    const types = [...new Set(matches.flatMap(([, some]) => some))];
    return [{ record, positions: matches.map(([position]) => position), types }];
  });
}

function evaluateMatch(rule: MatchRule, results: readonly ResultEvidence[]): Evaluation {
  const held = findMatches(
    rule,
    results.map(({ record }) => record),
  );
  const evaluation = { kind: "match", rule, held } as const;
  if (held.length > 0) return { ...evaluation, truth: YES, missing: [] };
  const isCompared = results.some(({ record }) => record.isCompared);
  return isCompared
    ? { ...evaluation, truth: NO, missing: [] }
    : { ...evaluation, ...missingFor(rule, "match") };
}

function isOfType({ type }: Pick<TextHit, "type">, types: readonly string[] | null): boolean {
  return types === null || types.some((one) => one.toLowerCase() === type?.toLowerCase());
}

function missingFor(
  { path, isIgnored }: HitsRule | MatchRule | LabelsRule,
  kind: "text" | "match" | "labels",
  detail?: MissingDetail,
): Pick<Evaluation, "truth" | "missing"> {
  const data: MissingData = { kind, rule: path, class: null, resultIndex: null, frames: [], isIgnored };
  return {
    truth: isIgnored ? ABSENT : UNKNOWN,
    missing: [detail === undefined ? data : { ...data, detail }],
  };
}

/** Drops missing data if the condition does not hold regardless of it. Always keeps ignored data. */
function keepNeeded(truth: Truth, missing: readonly MissingData[]): readonly MissingData[] {
  return truth === NO || truth === ABSENT ? missing.filter((data) => data.isIgnored) : missing;
}
