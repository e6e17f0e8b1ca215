import { frameSpans } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { segments } from "@hivekit/rxjs";
import fc from "fast-check";
import { from } from "rxjs";
import { expect, it } from "vitest";
import { frameAt } from "./support/frames.ts";

type Rule = {
  readonly enter: number;
  readonly leave: number;
  readonly minSeconds: number;
  readonly gapSeconds: number;
};

/**
 * Computes segments from the complete array instead of frame by frame: apply hysteresis, join across gaps, drop short
 * segments.
 */
function computeByDefinition(frames: readonly Frame[], rule: Rule): readonly (readonly number[])[] {
  const tracker = frameSpans();
  const known = frames.flatMap((frame) => tracker.take(frame) ?? []);
  const last = frames.at(-1);
  const start = last?.timeSeconds ?? 0;
  const ends = tracker.end();
  // A single frame has no known end.
  const spans =
    last === undefined || ends.length > 0
      ? [...known, ...ends]
      : [{ frame: last, startSeconds: start, endSeconds: start }];
  let isHeld = false;
  const held = spans
    .map((span) => ({ ...span, score: span.frame.classes[0]?.score ?? -1 }))
    .filter(({ score }) => (isHeld = score >= (isHeld ? rule.leave : rule.enter)))
    .map(({ startSeconds, endSeconds, score, frame }) => ({
      startSeconds,
      endSeconds,
      score,
      place: frame.index,
    }));
  const joined: { start: number; end: number; peak: number; count: number; place: number }[] = [];
  for (const { startSeconds, endSeconds, score, place } of held) {
    const before = joined.at(-1);
    const isNext = before !== undefined && before.place + 1 === place;
    if (before !== undefined && (isNext || startSeconds - before.end <= rule.gapSeconds)) {
      before.end = endSeconds;
      before.peak = Math.max(before.peak, score);
      before.count++;
      before.place = place;
    } else {
      joined.push({ start: startSeconds, end: endSeconds, peak: score, count: 1, place });
    }
  }
  return joined
    .filter(({ start: from, end }) => end - from >= rule.minSeconds)
    .map(({ start: from, end, peak, count }) => [from, end, peak, count]);
}

it("finds the same segments frame by frame as the definition finds in the complete array (2,000 cases)", () => {
  // Whole seconds: another test covers rounding.
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(-1, 0, 0.3, 0.5, 0.7, 0.9, 1)),
    {
      maxLength: 40,
    },
  );
  const rules = fc.record({
    enter: fc.constantFrom(0.5, 0.7, 0.9),
    leave: fc.constantFrom(0, 0.3, 0.5),
    minSeconds: fc.integer({ min: 0, max: 6 }),
    gapSeconds: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(
    fc.property(steps, rules, (list, rule) => {
      let timeSeconds = 0;
      const frames = list.map(([step, score], index) => {
        const frame = frameAt(timeSeconds, { index, scores: score < 0 ? {} : { red: score } });
        timeSeconds += step;
        return frame;
      });
      const seen: (readonly number[])[] = [];
      from(frames)
        .pipe(segments({ red: rule }))
        .subscribe((one) => seen.push([one.startSeconds, one.endSeconds, one.peakScore, one.frames]));
      expect(seen).toEqual(computeByDefinition(frames, rule));
    }),
    { numRuns: 2000 },
  );
});
