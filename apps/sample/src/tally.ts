import type { Frame, Task, TaskSummary } from "@hivekit/core";
import { isNegativeClass } from "@hivekit/core/classes";
import { createDecider } from "@hivekit/core/policy";
import type { Decider } from "@hivekit/core/policy";
import { peakScores, segments } from "@hivekit/rxjs";
import type { Segment } from "@hivekit/rxjs";
import { of, Subject } from "rxjs";
import type { ItemChange } from "./item-store.ts";
import type { Project } from "./project.ts";

const TOP_CLASSES = 5;

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
    return { ...this.#findings(), verdict: this.#decider.verdict(), decision: this.#decider.settled };
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
      ...this.#findings(),
      state: "done",
      verdict,
      decision: verdict.decision,
      chargeUsd,
      summary,
      raw,
    };
  }

  #findings(): ItemChange {
    const topClasses = [...this.#peaks]
      // A head of which nothing is there says so with a score near 1: nobody looks for that.
      .filter(([name]) => isNegativeClass(name) !== true)
      .map(([name, score]) => ({ class: name, score }))
      .toSorted((one, other) => other.score - one.score)
      .slice(0, TOP_CLASSES);
    return {
      frameCount: this.#frameCount,
      topClasses,
      classNames: topClasses.map(({ class: name }) => name),
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
