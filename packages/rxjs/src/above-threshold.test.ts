import { map, of, take } from "rxjs";
import { describe, expect, it } from "vitest";
import { frameAt, scored } from "../test/support/frames.ts";
import { runMarbles } from "../test/support/marbles.ts";
import { aboveThreshold } from "./above-threshold.ts";

/** a to d: increasing scores of the class red. */
const frames = { a: scored(0, 0.1), b: scored(1, 0.5), c: scored(2, 0.9), d: scored(3, 1) };
const red = aboveThreshold({ red: 0.5 });

describe("aboveThreshold", () => {
  it("emits frames with at least the minimum score", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-d-|", frames);
      const subscribed = "  ^--------!";
      const expected = "    ---b-c-d-|";
      expectObservable(source.pipe(red)).toBe(expected, frames);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it("emits nothing for an empty source, or for one frame below the minimum", () => {
    runMarbles(({ cold, expectObservable }) => {
      expectObservable(cold("  --|", frames).pipe(red)).toBe("         --|");
      expectObservable(cold("  -a-|", frames).pipe(red)).toBe("---|");
      expectObservable(cold("  -b-|", frames).pipe(red)).toBe("-b-|", frames);
    });
  });

  it("fails as its source does", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -b-a-#", frames, "lost");
      expectObservable(source.pipe(red)).toBe("-b---#", frames, "lost");
      expectSubscriptions(source.subscriptions).toBe("^----!");
    });
  });

  it("does not complete before its source", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -b-a-", frames);
      expectObservable(source.pipe(red)).toBe("-b----", frames);
      expectSubscriptions(source.subscriptions).toBe("^-----");
    });
  });

  it("unsubscribes from its source at once", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-d-|", frames);
      const unsubscribed = "^----!    ";
      expectObservable(source.pipe(red), unsubscribed).toBe("---b--", frames);
      expectSubscriptions(source.subscriptions).toBe("       ^----!");
      const first = cold("  -a-b-c-d-|", frames);
      expectObservable(first.pipe(red, take(1))).toBe("---(b|)", frames);
      expectSubscriptions(first.subscriptions).toBe("^--!");
    });
  });

  it("unsubscribes from its source if a later operator throws", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-|", frames);
      const thrower = map(() => {
        throw new Error("full");
      });
      expectObservable(source.pipe(red, thrower)).toBe("---#", {}, new Error("full"));
      expectSubscriptions(source.subscriptions).toBe("  ^--!");
    });
  });

  it("emits the same frames to two subscribers", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-|     ", frames);
      const result = source.pipe(red);
      expectObservable(result, "^       ").toBe("   ---b-c-|", frames);
      expectObservable(result, "---^    ").toBe("   ------b-c-|", frames);
      expectSubscriptions(source.subscriptions).toBe(["^------!", "---^------!"]);
    });
  });

  it("checks the classes of boxes, and every given class", () => {
    const none = frameAt(0, { boxes: [] });
    const one = frameAt(1, { boxes: [{ gun: 0.2 }, { gun: 0.8, knife: 0.1 }] });
    const other = frameAt(2, { scores: { blood: 0.4 }, boxes: [{ gun: 0.2 }] });
    const seen: unknown[] = [];
    of(none, one, other)
      .pipe(aboveThreshold({ gun: 0.8, blood: 0.4 }))
      .subscribe((frame) => seen.push(frame));
    expect(seen).toEqual([one, other]);
  });

  it("finds a class at any position among the others", () => {
    const seen: (number | null)[] = [];
    of(
      frameAt(0, { scores: { blue: 0.9, red: 0.1 } }),
      frameAt(1, { scores: { red: 0.9, blue: 0.1 } }),
      frameAt(2, { scores: { blue: 0.9 } }),
      frameAt(3, { scores: { green: 0.9, blue: 0.1, red: 0.8 } }),
    )
      .pipe(red)
      .subscribe(({ timeSeconds }) => seen.push(timeSeconds));
    expect(seen).toEqual([1, 3]);
  });

  it("does not treat a frame without the class as a score of 0", () => {
    const seen: unknown[] = [];
    const zero = scored(1, 0);
    of(frameAt(0, { evaluated: false }), zero)
      .pipe(aboveThreshold({ red: 0 }))
      .subscribe((frame) => seen.push(frame));
    expect(seen).toEqual([zero]);
  });

  it.each([
    [{}, "classes"],
    [{ red: undefined }, "classes"],
    [null, "classes"],
    [[], "classes"],
    [{ red: 90 }, "red"],
    [{ red: 1.5 }, "red"],
    [{ red: -0.1 }, "red"],
    [{ red: Number.NaN }, "red"],
    [{ red: "0.9" }, "red"],
  ])("rejects %j before a subscription", (thresholds, option) => {
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(aboveThreshold, null, [thresholds]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
  });

  it("states the invalid value in the message", () => {
    expect(() => aboveThreshold({ red: 90 })).toThrow(
      "aboveThreshold: red must be a probability from 0 to 1 or, for a class of a text model, a whole-number level up to 3, got 90.",
    );
    expect(() => aboveThreshold({})).toThrow("aboveThreshold: classes must name at least one class.");
  });

  it("accepts levels of text models", () => {
    expect(() => aboveThreshold({ hate: 3, sexual: 2, bullying: 1 })).not.toThrow();
  });
});
