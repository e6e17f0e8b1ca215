import type { Frame } from "../result/frame.ts";
import { sumCharges } from "../result/sum-charges.ts";
import { isUnknownLanguage } from "../result/task.ts";
import type { ModelResult, Task, TextInfo } from "../result/task.ts";
import { detectUnit } from "./index-unit.ts";
import type { PieceTask } from "./index-unit.ts";
import { mergeHits } from "./merge-hits.ts";
import { placeTask } from "./place-task.ts";
import type { TextPiece } from "./split-text.ts";

/** The lists of hits in a text. */
const LISTS = ["filters", "pii", "urls"] as const;

/** The result of one model for one piece. */
type PieceResult = { readonly piece: TextPiece; readonly result: ModelResult };

/** The results of one model. */
type Group = {
  readonly parts: readonly PieceResult[];
  /** Whether every piece has one of them, and no piece is missing. */
  readonly isComplete: boolean;
  /** The length of the original text in UTF-16 units. */
  readonly length: number;
};

/**
 * Merges the tasks of pieces into one task of the complete text.
 *
 * @param given - At least one, in order, with spans and hits as Hive sent them.
 * @param of - `length`: the length of the original text in UTF-16 units. `isComplete`: whether these are all pieces;
 * otherwise, the results are not evaluated.
 */
export function mergeTasks(
  given: readonly PieceTask[],
  of: { readonly length: number; readonly isComplete: boolean },
): Task {
  const unit = detectUnit(given);
  const parts = given.map((part) => ({ piece: part.piece, task: placeTask(part, unit) }));
  const tasks = parts.map(({ task }) => task);
  const [first] = tasks;
  const groups = groupResults(parts);
  const isAnswered = tasks.every(({ labels }) => labels.some((label) => label.trim() !== ""));
  return {
    kind: tasks.every(({ kind }) => kind === "labeling") ? "labeling" : "model",
    id: first?.id ?? "",
    projectId: pickCommon(tasks.map(({ projectId }) => projectId)),
    userId: pickCommon(tasks.map(({ userId }) => userId)),
    createdOn: pickDate(
      tasks.map(({ createdOn }) => createdOn),
      "last",
    ),
    fromCache: tasks.every(({ fromCache }) => fromCache),
    metadata: first?.metadata ?? null,
    // Reviewers who answered for one piece have not answered for the complete text.
    labels: isAnswered && of.isComplete ? tasks.flatMap(({ labels }) => labels) : [],
    results: groups.map((group, resultIndex) =>
      mergeResults(
        { parts: group, isComplete: of.isComplete && group.length === parts.length, length: of.length },
        resultIndex,
      ),
    ),
    raw: parts.map(({ piece: { start, end }, task: { raw } }) => ({ start, end, raw })),
  };
}

/** Groups the results by model. If a task has several results of the same name, the first ones belong together, etc. */
function groupResults(parts: readonly PieceTask[]): readonly (readonly PieceResult[])[] {
  const groups = new Map<string, PieceResult[]>();
  for (const { piece, task } of parts) {
    const counts = new Map<string | null, number>();
    for (const result of task.results) {
      const { name } = result.model;
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const key = JSON.stringify([name, count]);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push({ piece, result });
    }
  }
  return [...groups.values()];
}

function mergeResults(group: Group, resultIndex: number): ModelResult {
  const results = group.parts.map(({ result }) => result);
  const [first] = results;
  const frames = results.flatMap((result) => result.frames);
  // Every piece must have evaluated frames, also for a policy that accepts a few unevaluated frames of a video.
  const isUnconfirmed =
    !group.isComplete ||
    results.some((one) => one.isUnconfirmed === true || !one.frames.some(({ evaluated }) => evaluated));
  return {
    status: results.some(({ status }) => status === null) ? null : (first?.status ?? null),
    model: {
      name: first?.model.name ?? null,
      version: pickCommon(results.map(({ model }) => model.version)),
      type: pickCommon(results.map(({ model }) => model.type)),
    },
    chargeUsd: sumCharges(results),
    createdOn: pickDate(
      results.map(({ createdOn }) => createdOn),
      "first",
    ),
    media: first?.media ?? null,
    text: mergeTexts(group),
    provenance: results.find(({ provenance }) => provenance !== null)?.provenance ?? null,
    frames: frames.map((frame, index): Frame => ({ ...frame, resultIndex, index })),
    evaluated: group.isComplete && results.every(({ evaluated }) => evaluated),
    ...(isUnconfirmed && { isUnconfirmed }),
  };
}

function mergeTexts(group: Group): TextInfo | null {
  const texts = group.parts.map(({ result: { text } }) => text);
  if (texts.every((text) => text === null)) return null;
  const lists = LISTS.map((kind) => [kind, mergeList(group, kind)] as const);
  const { filters, pii, urls } = Object.fromEntries(lists.map(([kind, { hits }]) => [kind, hits]));
  const incompleteLists = lists.flatMap(([kind, { hits, isComplete }]) =>
    hits === null || isComplete ? [] : [kind],
  );
  return {
    language: mergeLanguages(texts),
    filters: filters ?? null,
    pii: pii ?? null,
    urls: urls ?? null,
    moderatedClasses: listInAll(texts.map((text) => text?.moderatedClasses ?? [])),
    ...(incompleteLists.length > 0 && { incompleteLists }),
  };
}

/** Merges one list of hits. It is `null` if no piece has it, or if some do not and the others have no hits. */
function mergeList(
  { parts, isComplete, length }: Group,
  kind: (typeof LISTS)[number],
): { readonly hits: TextInfo["filters"]; readonly isComplete: boolean } {
  const known = parts.flatMap(({ piece, result: { text } }) => {
    const hits = text?.[kind] ?? null;
    return hits === null ? [] : [{ piece, hits }];
  });
  const isWhole =
    isComplete &&
    known.length === parts.length &&
    parts.every(({ result: { text } }) => text?.incompleteLists?.includes(kind) !== true);
  const hits = mergeHits(known, length);
  return { hits: hits.length === 0 && !isWhole ? null : hits, isComplete: isWhole };
}

/** A language that the model does not support is reported even if it concerns only one piece. */
function mergeLanguages(texts: readonly (TextInfo | null)[]): string | null {
  const languages = texts.map((text) => text?.language ?? null);
  return languages.find(isUnknownLanguage) ?? pickCommon(languages);
}

/** Returns the value if all values are the same, otherwise `null`. */
function pickCommon<Value>(values: readonly (Value | null)[]): Value | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

function pickDate(dates: readonly (Date | null)[], which: "first" | "last"): Date | null {
  const known = dates
    .filter((date) => date !== null)
    .toSorted((one, other) => one.getTime() - other.getTime());
  return known.at(which === "first" ? 0 : -1) ?? null;
}

function listInAll(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists.map((list) => new Set(list));
  return [...first].filter((name) => others.every((other) => other.has(name)));
}
