import { isRestricted } from "@hivekit/core";
import type { Frame, Task, TaskSummary } from "@hivekit/core";
import { isNegativeClass } from "@hivekit/core/classes";
import { createDecider } from "@hivekit/core/policy";
import type { Decider, Reason, Verdict } from "@hivekit/core/policy";
import { peakScores, segments } from "@hivekit/rxjs";
import type { Segment } from "@hivekit/rxjs";
import { of, Subject } from "rxjs";
import { findCsamThreshold } from "../config/csam-threshold.ts";
import type { Project } from "../config/project.ts";
import type { ItemChange } from "./item-store.ts";

const MAX_TOP_CLASSES = 5;
/** The list's filter does not find classes with a lower peak. */
const MIN_FILTER_SCORE = 0.05;

/** Computes the verdict, segments, top classes and charge of an item as its frames arrive. */
export class FrameAggregator {
  readonly #decider: Decider;
  readonly #frames = new Subject<Frame>();
  readonly #segments: Segment[] = [];
  readonly #peaks = new Map<string, { readonly score: number; readonly scale: Frame["scale"] }>();
  readonly #csamThreshold: number | undefined;
  #frameCount = 0;
  /** Set by the first frame whose media must not be shown. */
  #isRestricted = false;
  /** Set after the last frame. */
  #summary: TaskSummary | null = null;

  constructor({ policy, segments: rules }: Pick<Project, "policy" | "segments">) {
    this.#decider = createDecider(policy);
    this.#csamThreshold = findCsamThreshold(policy);
    if (rules === null) return;
    this.#frames
      .pipe(
        segments(rules, {
          durationSecondsOf: (index) => this.#summary?.results[index]?.media?.durationSeconds ?? null,
        }),
      )
      .subscribe((segment) => this.#segments.push(segment));
  }

  /** Adds the next frame. @returns its position among the item's frames. */
  add(frame: Frame): number {
    this.#isRestricted ||= isRestricted(frame, this.#csamThreshold);
    this.#decider.take(frame);
    this.#frames.next(frame);
    of(frame)
      .pipe(peakScores())
      .subscribe((peaks) => {
        for (const { class: name, score } of peaks) {
          if (score > (this.#peaks.get(name)?.score ?? 0))
            this.#peaks.set(name, { score, scale: frame.scale });
        }
      });
    return this.#frameCount++;
  }

  /** Returns the changes after the frames so far: only a decision and tags that no later frame can change. */
  progress(): ItemChange {
    const verdict = this.#decider.verdict();
    const { settled, settledTags } = this.#decider;
    return { ...this.#describe(verdict), verdict, decision: settled, tags: [...settledTags] };
  }

  /** Returns the changes of a finished item. */
  finish(task: TaskSummary | Task): ItemChange {
    this.#summary = toSummary(task);
    // Completing the source closes open segments.
    this.#frames.complete();
    const { raw, ...summary } = this.#summary;
    const verdict = this.#decider.verdict(task);
    const charges = summary.results.map(({ chargeUsd }) => chargeUsd);
    const chargeUsd =
      charges.length === 0 || charges.includes(null)
        ? null
        : charges.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return {
      ...this.#describe(verdict),
      state: "done",
      verdict,
      decision: verdict.decision,
      tags: verdict.tags.map(({ tag }) => tag),
      chargeUsd,
      summary,
      raw,
    };
  }

  #describe(verdict: Verdict): ItemChange {
    const explained = [...verdict.reasons, ...verdict.tags.flatMap((tag) => tag.reasons)];
    const reasons = new Set(explained.flatMap(listClasses));
    const ranked = [...this.#peaks]
      // A negative class such as `no_gun` has a score near 1 in most media, so it is not worth listing.
      .filter(([name]) => reasons.has(name) || isNegativeClass(name) !== true)
      .map(([name, peak]) => ({ class: name, ...peak }))
      .toSorted(
        (one, other) =>
          Number(reasons.has(other.class)) - Number(reasons.has(one.class)) || other.score - one.score,
      );
    const relevant = ranked.filter(({ score }) => score >= MIN_FILTER_SCORE).map(({ class: name }) => name);
    return {
      // Never `false`: an earlier result may have restricted the item.
      ...(this.#isRestricted ? { isRestricted: true } : {}),
      frameCount: this.#frameCount,
      topClasses: ranked.slice(0, MAX_TOP_CLASSES),
      classNames: [...new Set([...reasons, ...this.#segments.map((segment) => segment.class), ...relevant])],
      // A still picture has segments without a duration.
      segments: this.#segments
        .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds)
        .toSorted((one, other) => one.startSeconds - other.startSeconds)
        .map(({ class: name, startSeconds, endSeconds, peakScore }) => ({
          class: name,
          start: startSeconds,
          end: endSeconds,
          peakScore,
        })),
    };
  }
}

/** Lists the classes of a reason and its parts. */
function listClasses({ class: name, parts }: Reason): readonly string[] {
  return [...(name === null ? [] : [name]), ...parts.flatMap(listClasses)];
}

function toSummary({ results, ...head }: TaskSummary | Task): TaskSummary {
  return {
    ...head,
    results: results.map((result) => {
      if ("frameCount" in result) return result;
      const { frames, ...rest } = result;
      return { ...rest, frameCount: frames.length };
    }),
  };
}
