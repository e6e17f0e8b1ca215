import type { Frame } from "@hivekit/core";
import { from, map, of, range, take } from "rxjs";
import { describe, expect, it } from "vitest";
import { frameAt, scored } from "../test/support/frames.ts";
import { runMarbles } from "../test/support/marbles.ts";
import type { Segment, SegmentRule } from "./segment.ts";
import { segments } from "./segments.ts";
import type { SegmentsOptions } from "./segments.ts";

/** Creates one frame per second with the scores of the class red. */
const video = (scores: readonly number[]): readonly Frame[] =>
  scores.map((score, second) => scored(second, score));

function findSegments(
  frames: readonly Frame[],
  rule: SegmentRule,
  options: SegmentsOptions = {},
): readonly (readonly number[])[] {
  const seen: (readonly number[])[] = [];
  from(frames)
    .pipe(segments({ red: rule }, options))
    .subscribe(({ startSeconds, endSeconds, peakScore, frames: count }) => {
      seen.push([startSeconds, endSeconds, peakScore, count]);
    });
  return seen;
}

/** a, b and c: red, seconds 0 to 2; x, y and z: no red, seconds 3 to 5. */
const frames = {
  a: scored(0, 0.9),
  b: scored(1, 0.8),
  c: scored(2, 1),
  x: scored(3, 0.1),
  y: scored(4, 0),
  z: scored(5, 0),
};
const segment = (startSeconds: number, endSeconds: number, peakScore: number, count: number): Segment => ({
  class: "red",
  resultIndex: 0,
  startSeconds,
  endSeconds,
  peakScore,
  frames: count,
});
/** s: the complete segment of red; t: the part that is known after two frames; u: only its last frame. */
const values = { ...frames, s: segment(0, 3, 1, 3), t: segment(0, 2, 0.9, 2), u: segment(2, 3, 1, 1) };
const red = segments({ red: { enter: 0.5 } });

describe("segments", () => {
  it("emits a segment with the first frame that does not belong to it", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-x-y-|", frames);
      const expected = "    -------s---|";
      expectObservable(source.pipe(red)).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe("^----------!");
    });
  });

  it("emits a segment as soon as the gap is too long", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-b-c-x-y-z-|", frames);
      const expected = "    ---------s---|";
      expectObservable(source.pipe(segments({ red: { enter: 0.5, gapSeconds: 1 } }))).toBe(expected, values);
    });
  });

  it("emits an open segment when its source completes", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-b-|   ", frames);
      const expected = "    -----(t|)";
      expectObservable(source.pipe(red)).toBe(expected, values);
    });
  });

  it("emits nothing for an empty source, and a segment of zero length for a single frame", () => {
    runMarbles(({ cold, expectObservable }) => {
      expectObservable(cold(" --|", frames).pipe(red)).toBe("         --|");
      expectObservable(cold(" -a-|  ", frames).pipe(red)).toBe("-  --(s|)".replaceAll(" ", ""), {
        s: segment(0, 0, 0.9, 1),
      });
    });
  });

  it("fails as its source does, without the open segments", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-b-#", frames, "lost");
      expectObservable(source.pipe(red)).toBe("-----#", {}, "lost");
    });
  });

  it("does not complete before its source", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-x--", frames);
      expectObservable(source.pipe(red)).toBe("-------s--", values);
      expectSubscriptions(source.subscriptions).toBe("^---------");
    });
  });

  it("unsubscribes from its source at once", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-x-y-|", frames);
      expectObservable(source.pipe(red), "^---!").toBe("-----", values);
      const other = cold("  -a-b-c-x-y-|", frames);
      expectObservable(other.pipe(red, take(1))).toBe("-------(s|)", values);
      expectSubscriptions(source.subscriptions).toBe("   ^---!   ");
      expectSubscriptions(other.subscriptions).toBe("    ^------!");
    });
  });

  it("fails with an error that its callback throws", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-b-|", frames);
      const durationSecondsOf = (): never => {
        throw new Error("no summary");
      };
      const result = source.pipe(segments({ red: { enter: 0.5 } }, { durationSecondsOf }));
      expectObservable(result).toBe("-----#", {}, new Error("no summary"));
    });
  });

  it("starts again for each subscriber", () => {
    runMarbles(({ hot, expectObservable }) => {
      const source = hot("          -a-b-c-x-|", frames);
      const result = source.pipe(red);
      expectObservable(result, "     ^        ").toBe("-------s-|", values);
      expectObservable(result, "     ----^    ").toBe("-------u-|", values);
    });
  });

  it("stops a synchronous source", () => {
    let requested = 0;
    const source = range(0, 1000).pipe(
      map((second) => {
        requested++;
        return scored(second, second % 10 < 5 ? 1 : 0);
      }),
    );
    source.pipe(red, take(2)).subscribe();
    expect(requested).toBe(16);
  });
});

describe("a segment", () => {
  it("lasts from its first frame to the end of its last one", () => {
    expect(findSegments(video([0, 0.5, 0.7, 0, 0.5, 0]), { enter: 0.5 })).toEqual([
      [1, 3, 0.7, 2],
      [4, 5, 0.5, 1],
    ]);
  });

  it("continues at scores of at least leave, but begins again only at a score of at least enter", () => {
    const wavering = video([0.6, 0.9, 0.7, 0.6, 0.89, 0.5, 0.7, 0.9, 0]);
    expect(findSegments(wavering, { enter: 0.9, leave: 0.6 })).toEqual([
      [1, 5, 0.9, 4],
      [7, 8, 0.9, 1],
    ]);
    expect(findSegments(wavering, { enter: 0.9 })).toEqual([
      [1, 2, 0.9, 1],
      [7, 8, 0.9, 1],
    ]);
  });

  it("continues across gaps of up to gapSeconds if a score reaches enter again", () => {
    const gaps = video([1, 0, 1, 0, 0, 1, 0, 0.7, 0, 0]);
    expect(findSegments(gaps, { enter: 0.9, leave: 0.6, gapSeconds: 1 })).toEqual([
      [0, 3, 1, 2],
      [5, 6, 1, 1],
    ]);
    expect(findSegments(gaps, { enter: 0.9, leave: 0.6, gapSeconds: 2 })).toEqual([[0, 6, 1, 3]]);
  });

  it("ends where the gap begins, not where it ends", () => {
    expect(findSegments(video([1, 1, 0, 0]), { enter: 0.5, gapSeconds: 10 })).toEqual([[0, 2, 1, 2]]);
  });

  it("is dropped if it is shorter than minSeconds, including its gaps", () => {
    expect(
      findSegments(video([1, 1, 0, 0, 1, 0, 1, 0, 0]), { enter: 0.5, minSeconds: 3, gapSeconds: 1 }),
    ).toEqual([[4, 7, 1, 2]]);
    expect(findSegments(video([1, 1, 0]), { enter: 0.5, minSeconds: 2.000001 })).toEqual([]);
  });

  it("is measured with microsecond precision", () => {
    const heldFrom = (start: number): readonly Frame[] => [scored(start, 1), scored(0.7, 0), scored(0.8, 0)];
    // In floating point, 0.7 - 0.4 is less than 0.3.
    expect(findSegments(heldFrom(0.4), { enter: 0.5, minSeconds: 0.3 })).toEqual([[0.4, 0.7, 1, 1]]);
    // In floating point, 0.4 - 0.1 is more than 0.3.
    const left = [scored(0, 1), scored(0.1, 0), scored(0.4, 1), scored(0.5, 0)];
    expect(findSegments(left, { enter: 0.5, gapSeconds: 0.3 })).toEqual([[0, 0.5, 1, 2]]);
    expect(findSegments(left, { enter: 0.5, gapSeconds: 0.299_99 })).toHaveLength(2);
  });

  it("that contains the last frame ends with the media, or after the median interval between frames", () => {
    const frames = [0, 1, 3, 4].map((time) => scored(time, 1));
    expect(findSegments(frames, { enter: 0.5 })).toEqual([[0, 5, 1, 4]]);
    expect(findSegments(frames, { enter: 0.5 }, { durationSecondsOf: () => 4.2 })).toEqual([[0, 4.2, 1, 4]]);
    expect(findSegments(frames, { enter: 0.5, minSeconds: 5 }, { durationSecondsOf: () => 4.2 })).toEqual([]);
    expect(findSegments([scored(0, 1)], { enter: 0.5 }, { durationSecondsOf: () => 0.8 })).toEqual([
      [0, 0.8, 1, 1],
    ]);
    expect(findSegments([scored(0, 1)], { enter: 0.5, minSeconds: 0.1 })).toEqual([]);
  });

  it("ignores frames without a time and frames that go back in time", () => {
    const untimed = [scored(0, 1), scored(null, 1), scored(2, 0), scored(1, 1), scored(3, 0)];
    expect(findSegments(untimed, { enter: 0.5 })).toEqual([[0, 2, 1, 1]]);
    expect(findSegments([scored(null, 1)], { enter: 0.5 })).toEqual([]);
  });

  it("ends at a frame that does not score the class, regardless of leave", () => {
    const unjudged = [scored(0, 1), scored(1, 0), frameAt(2, { evaluated: false }), scored(3, 0)];
    expect(findSegments(unjudged, { enter: 0.5, leave: 0 })).toEqual([[0, 2, 1, 2]]);
  });

  it("is found in boxes, separately for each class and result", () => {
    const seen: Segment[] = [];
    of(
      frameAt(0, { boxes: [{ gun: 0.9 }, { gun: 0.3, knife: 0.8 }] }),
      frameAt(0, { resultIndex: 1, scores: { gun: 0.7 } }),
      frameAt(1, { boxes: [{ knife: 0.6 }] }),
      frameAt(4, { resultIndex: 1, scores: { gun: 0.7 } }),
      frameAt(2, { boxes: [] }),
    )
      .pipe(segments({ knife: { enter: 0.5 }, gun: { enter: 0.5 } }))
      .subscribe((one) => seen.push(one));
    expect(seen).toEqual([
      { class: "gun", resultIndex: 0, startSeconds: 0, endSeconds: 1, peakScore: 0.9, frames: 1 },
      { class: "knife", resultIndex: 0, startSeconds: 0, endSeconds: 2, peakScore: 0.8, frames: 2 },
      { class: "gun", resultIndex: 1, startSeconds: 0, endSeconds: 8, peakScore: 0.7, frames: 2 },
    ]);
  });

  it("is emitted in order of its start if it is open at the end", () => {
    const seen: string[] = [];
    of(frameAt(0, { scores: { a: 0, b: 1 } }), frameAt(1, { scores: { a: 1, b: 1 } }))
      .pipe(segments({ a: { enter: 0.5 }, b: { enter: 0.5 } }))
      .subscribe((one) => seen.push(one.class));
    expect(seen).toEqual(["b", "a"]);
  });
});

describe("the rules and options of segments", () => {
  it.each([
    [[{}], "classes"],
    [["red"], "classes"],
    [[{ red: 0.9 }], "red"],
    [[{ red: {} }], "red.enter"],
    [[{ red: { enter: 90 } }], "red.enter"],
    [[{ red: { enter: 0.5, leave: 0.6 } }], "red.leave"],
    [[{ red: { enter: 0.5, leave: -1 } }], "red.leave"],
    [[{ red: { enter: 0.5, minSeconds: -1 } }], "red.minSeconds"],
    [[{ red: { enter: 0.5, gapSeconds: Number.POSITIVE_INFINITY } }], "red.gapSeconds"],
    [[{ red: { enter: 0.5, minSecond: 1 } }], "red.minSecond"],
    [[{ red: { enter: 0.5 } }, { durationSecondsOf: 9.5 }], "durationSecondsOf"],
    [[{ red: { enter: 0.5 } }, { durationSeconds: 9.5 }], "durationSeconds"],
    [[{ red: { enter: 0.5 } }, null], null],
  ])("are rejected before a subscription: %j", (args, option) => {
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(segments, null, args);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
  });

  it.each([
    [{ red: { enter: 0.5, leave: 0.6 } }, "segments: red.leave must be at most enter (0.5), got 0.6."],
    [
      { red: { enter: 0.5, minSeconds: -1 } },
      "segments: red.minSeconds must be a number of at least 0, got -1.",
    ],
    [
      { red: { enter: 0.5, minSecond: 1 } },
      "segments: red.minSecond is unknown; use one of enter, leave, minSeconds, gapSeconds.",
    ],
  ])("describe the valid values in the message: %j", (rules, message) => {
    expect(() => segments(rules)).toThrow(message);
  });
});
