import { lastValueFrom, map, of } from "rxjs";
import { describe, expect, it } from "vitest";
import { frameAt, scored } from "../test/support/frames.ts";
import { runMarbles } from "../test/support/marbles.ts";
import { peakScores } from "./peak-scores.ts";
import type { PeakScore } from "./peak-scores.ts";

const frames = { a: scored(0, 0.1), b: scored(1, 0.9), c: scored(2, 0.5) };

const peakAt = (timeSeconds: number, score: number): PeakScore => ({
  class: "red",
  score,
  scale: "probability",
  resultIndex: 0,
  frameIndex: timeSeconds,
  timeSeconds,
});
/** x: no class; a and b: red, with its peak in the frame of that name. */
const peaks = { x: [], a: [peakAt(0, 0.1)], b: [peakAt(1, 0.9)] };

describe("peakScores", () => {
  it("emits once, when its source completes", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-|   ", frames);
      const expected = "    -------(b|)";
      expectObservable(source.pipe(peakScores())).toBe(expected, peaks);
      expectSubscriptions(source.subscriptions).toBe("^------!");
    });
  });

  it("emits an empty array for an empty source, and the scores of a single frame", () => {
    runMarbles(({ cold, expectObservable }) => {
      expectObservable(cold(" --|   ", frames).pipe(peakScores())).toBe("       --(x|) ", peaks);
      expectObservable(cold(" -a-|  ", frames).pipe(peakScores())).toBe("---(a|)", peaks);
    });
  });

  it("fails as its source does, without emitting", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-b-#", frames, "lost");
      expectObservable(source.pipe(peakScores())).toBe("-----#", {}, "lost");
    });
  });

  it("does not emit before its source completes", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b--", frames);
      expectObservable(source.pipe(peakScores())).toBe("-------");
      expectSubscriptions(source.subscriptions).toBe("^------");
    });
  });

  it("unsubscribes from its source at once", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-c-|", frames);
      expectObservable(source.pipe(peakScores()), "^---!").toBe("-----");
      expectSubscriptions(source.subscriptions).toBe("    ^---!");
    });
  });

  it("passes on the error of a later operator", () => {
    runMarbles(({ cold, expectObservable }) => {
      const thrower = map(() => {
        throw new Error("full");
      });
      const source = cold(" -a-|", frames);
      expectObservable(source.pipe(peakScores(), thrower)).toBe("---#", {}, new Error("full"));
    });
  });

  it("starts again for each subscriber", () => {
    runMarbles(({ hot, expectObservable }) => {
      const source = hot("    -b-a-|   ", frames);
      const result = source.pipe(peakScores());
      expectObservable(result, "^      ").toBe("-----(b|)", peaks);
      expectObservable(result, "--^    ").toBe("-----(a|)", peaks);
    });
  });

  it("lists all classes of frames and boxes, highest first", async () => {
    const source = of(
      frameAt(0, { scores: { red: 0.2, blue: 0.7 } }),
      frameAt(1.5, { index: 1, scores: { red: 0.3 }, boxes: [{ gun: 0.9 }, { gun: 0.4, red: 0.95 }] }),
      frameAt(null, { index: 4, resultIndex: 1, scores: { blue: 0.7, green: 0 } }),
    );
    expect(await lastValueFrom(source.pipe(peakScores()))).toEqual([
      { class: "red", score: 0.95, scale: "probability", resultIndex: 0, frameIndex: 1, timeSeconds: 1.5 },
      { class: "gun", score: 0.9, scale: "probability", resultIndex: 0, frameIndex: 1, timeSeconds: 1.5 },
      { class: "blue", score: 0.7, scale: "probability", resultIndex: 0, frameIndex: 0, timeSeconds: 0 },
      { class: "green", score: 0, scale: "probability", resultIndex: 1, frameIndex: 4, timeSeconds: null },
    ]);
  });

  it("separates levels and probabilities of a class", async () => {
    const source = of(
      frameAt(0, { scale: "level", scores: { hate: 1 }, boxes: [{ hate: 0.8 }] }),
      frameAt(1, { scores: { hate: 0.6 } }),
    );
    const found = await lastValueFrom(source.pipe(peakScores()));
    expect(found.map(({ score, scale }) => [score, scale])).toEqual([
      [1, "level"],
      [0.8, "probability"],
    ]);
  });
});
