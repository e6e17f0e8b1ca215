import type { Frame, Task, TaskSummary } from "@hivekit/core";
import { isNegativeClass } from "@hivekit/core/classes";
import { createDecider } from "@hivekit/core/policy";
import type { Decider, Reason, Verdict } from "@hivekit/core/policy";
import { peakScores, segments } from "@hivekit/rxjs";
import type { Segment } from "@hivekit/rxjs";
import { of, Subject } from "rxjs";
import type { ItemChange } from "./item-store.ts";
import type { Project } from "./project.ts";

const TOP_CLASSES = 5;
/** What never scored as much as this is not found by its class. */
const LEAST_FOUND = 0.05;

/** Adds up what the frames of one item say, while they come. */
export class Tally {
  readonly #decider: Decider;
  readonly #frames = new Subject<Frame>();
  readonly #segments: Segment[] = [];
  readonly #peaks = new Map<string, number>();
  #frameCount = 0;
  /** Set when the last frame has come. */
  #summary: TaskSummary | null = null;

  constructor({ policy, segments: rules }: Pick<Project, "policy" | "segments">) {
    this.#decider = createDecider(policy);
    if (rules === null) return;
    this.#frames
      .pipe(
        segments(rules, {
          durationSecondsOf: (index) => this.#summary?.results[index]?.media?.durationSeconds ?? null,
        }),
      )
      .subscribe((segment) => this.#segments.push(segment));
  }

  /** @returns the frame's place among all. */
  take(frame: Frame): number {
    this.#decider.take(frame);
    this.#frames.next(frame);
    of(frame)
      .pipe(peakScores())
      .subscribe((peaks) => {
        for (const { class: name, score } of peaks) {
          if (score > (this.#peaks.get(name) ?? 0)) this.#peaks.set(name, score);
        }
      });
    return this.#frameCount++;
  }

  /** As it stands after the frames until now: no decision that a later frame could change. */
  soFar(): ItemChange {
    const verdict = this.#decider.verdict();
    return { ...this.#findings(verdict), verdict, decision: this.#decider.settled };
  }

  /** As it stands at the end. */
  end(task: TaskSummary | Task): ItemChange {
    this.#summary = summaryOf(task);
    // The segments that are still open end with their source.
    this.#frames.complete();
    const { raw, ...summary } = this.#summary;
    const verdict = this.#decider.verdict(task);
    const charges = summary.results.map(({ chargeUsd }) => chargeUsd);
    const chargeUsd =
      charges.length === 0 || charges.includes(null)
        ? null
        : charges.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return {
      ...this.#findings(verdict),
      state: "done",
      verdict,
      decision: verdict.decision,
      chargeUsd,
      summary,
      raw,
    };
  }

  #findings(verdict: Verdict): ItemChange {
    const reasons = new Set(verdict.reasons.flatMap(classesOf));
    const known = [...this.#peaks]
      // A head of which nothing is there says so with a score near 1: nobody looks for that.
      .filter(([name]) => reasons.has(name) || isNegativeClass(name) !== true)
      .map(([name, score]) => ({ class: name, score }))
      .toSorted(
        (one, other) =>
          Number(reasons.has(other.class)) - Number(reasons.has(one.class)) || other.score - one.score,
      );
    const found = known.filter(({ score }) => score >= LEAST_FOUND).map(({ class: name }) => name);
    return {
      frameCount: this.#frameCount,
      topClasses: known.slice(0, TOP_CLASSES),
      classNames: [...new Set([...reasons, ...this.#segments.map((segment) => segment.class), ...found])],
      // A picture has a moment, and no length.
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

/** The classes that a reason names, and those of its parts. */
function classesOf({ class: name, parts }: Reason): readonly string[] {
  return [...(name === null ? [] : [name]), ...parts.flatMap(classesOf)];
}

function summaryOf({ results, ...head }: TaskSummary | Task): TaskSummary {
  return {
    ...head,
    results: results.map((result) => {
      if ("frameCount" in result) return result;
      const { frames, ...rest } = result;
      return { ...rest, frameCount: frames.length };
    }),
  };
}
