import type { Verdict } from "@hivekit/core/policy";
import { map, of, range, take } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { frameAt, scored, createSummary } from "../test/support/frames.ts";
import { runMarbles } from "../test/support/marbles.ts";
import { takeUntilVerdict } from "./take-until-verdict.ts";

/** a and b: harmless; x: blocked; r: for review. */
const scores = (smoking: number, gun: number): { readonly scores: Readonly<Record<string, number>> } => ({
  scores: { yes_smoking: smoking, gun_in_hand: gun },
});
const frames = {
  a: frameAt(0, scores(0.1, 0)),
  b: frameAt(1, scores(0.2, 0)),
  r: frameAt(2, scores(0.95, 0)),
  x: frameAt(3, scores(0, 0.95)),
};
const policy = { block: { gun_in_hand: 0.9 }, review: { yes_smoking: 0.9 } };

const createVerdictSpy = () => vi.fn<(verdict: Verdict) => void>();

describe("takeUntilVerdict", () => {
  it("emits the deciding frame, completes, and closes its source at once", () => {
    const onVerdict = createVerdictSpy();
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-r-x-b-|  ", frames);
      const expected = "    -a-r-(x|)   ";
      expectObservable(source.pipe(takeUntilVerdict(policy, { onVerdict }))).toBe(expected, frames);
      expectSubscriptions(source.subscriptions).toBe("^----!");
    });
    expect(onVerdict).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ decision: "block", evaluated: { frames: 3, seconds: 4.5 } }),
    );
  });

  it("continues after a frame for review, because a later one may block", () => {
    const onVerdict = createVerdictSpy();
    runMarbles(({ cold, expectObservable }) => {
      const source = cold("-r-b-|", frames);
      expectObservable(source.pipe(takeUntilVerdict(policy, { onVerdict }))).toBe("-r-b-|", frames);
    });
    expect(onVerdict).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ decision: "review" }));
  });

  it("stops at a frame for review if the policy cannot block", () => {
    runMarbles(({ cold, expectObservable }) => {
      const source = cold("-a-r-b-|", frames);
      const { review } = policy;
      expectObservable(source.pipe(takeUntilVerdict({ review }))).toBe("-a-(r|)", frames);
    });
  });

  it("decides unknown for an empty source, and for harmless frames without the summary", () => {
    const onVerdict = createVerdictSpy();
    runMarbles(({ cold, expectObservable }) => {
      expectObservable(cold(" --| ", frames).pipe(takeUntilVerdict(policy, { onVerdict }))).toBe(
        "       --| ",
      );
      expectObservable(cold(" -a-|", frames).pipe(takeUntilVerdict(policy, { onVerdict }))).toBe(
        "-a-|",
        frames,
      );
    });
    expect(onVerdict.mock.calls.map(([verdict]) => verdict.decision)).toEqual(["unknown", "unknown"]);
  });

  it("fails as its source does, without a verdict", () => {
    const onVerdict = createVerdictSpy();
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-#", frames, "lost");
      expectObservable(source.pipe(takeUntilVerdict(policy, { onVerdict }))).toBe("-a-#", frames, "lost");
    });
    expect(onVerdict).not.toHaveBeenCalled();
  });

  it("does not complete before the decision", () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-", frames);
      expectObservable(source.pipe(takeUntilVerdict(policy))).toBe("-a-b-", frames);
      expectSubscriptions(source.subscriptions).toBe("^----");
    });
  });

  it("unsubscribes from its source at once, without a verdict", () => {
    const onVerdict = createVerdictSpy();
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(" -a-b-x-|", frames);
      const result = source.pipe(takeUntilVerdict(policy, { onVerdict }));
      expectObservable(result, "^---!   ").toBe("-a-b-", frames);
      expectSubscriptions(source.subscriptions).toBe("^---!");
    });
    of(frames.x).pipe(takeUntilVerdict(policy, { onVerdict }), take(1)).subscribe();
    expect(onVerdict).not.toHaveBeenCalled();
  });

  it("fails with the error of onVerdict or summary", () => {
    const thrower = (): never => {
      throw new Error("full");
    };
    runMarbles(({ cold, expectObservable }) => {
      const source = cold(" -a-x", frames);
      const whole = cold("  -a-|", frames);
      expectObservable(source.pipe(takeUntilVerdict(policy, { onVerdict: thrower }))).toBe(
        "-a-(x#)",
        frames,
        new Error("full"),
      );
      expectObservable(
        whole.pipe(takeUntilVerdict(policy, { summary: thrower, onVerdict: createVerdictSpy() })),
      ).toBe("-a-#", frames, new Error("full"));
    });
  });

  it("starts again for each subscriber", () => {
    runMarbles(({ hot, expectObservable }) => {
      const source = hot("    -x-a-b-|", frames);
      const result = source.pipe(takeUntilVerdict(policy));
      expectObservable(result, "^      ").toBe("-(x|)", frames);
      expectObservable(result, "--^    ").toBe("---a-b-|", frames);
    });
  });

  it("stops a synchronous source", () => {
    const onVerdict = createVerdictSpy();
    let requested = 0;
    range(0, 1000)
      .pipe(
        map((second) => {
          requested++;
          return frameAt(second, scores(0, second === 9 ? 0.95 : 0));
        }),
        takeUntilVerdict(policy, { onVerdict }),
      )
      .subscribe();
    expect(requested).toBe(10);
    expect(onVerdict).toHaveBeenCalledTimes(1);
  });

  it("uses the summary", () => {
    const onVerdict = createVerdictSpy();
    const half = { block: { gun_in_hand: { atLeast: 0.9, forSeconds: 2 } } };
    const source = of(frameAt(0, scores(0, 0)), frameAt(1, scores(0, 0.95)));
    source.pipe(takeUntilVerdict(half, { onVerdict })).subscribe();
    source.pipe(takeUntilVerdict(half, { onVerdict, summary: () => createSummary(2, 3) })).subscribe();
    source.pipe(takeUntilVerdict(half, { onVerdict, summary: () => createSummary(3, 3) })).subscribe();
    expect(onVerdict.mock.calls.map(([verdict]) => verdict.decision)).toEqual(["unknown", "block", "block"]);
    expect(onVerdict.mock.calls[2]?.[0].unevaluated).toEqual([
      expect.objectContaining({ kind: "unseenFrames" }),
    ]);
  });

  it("does not wait for tags unless asked", () => {
    const tagged = { block: policy.block, tags: { smoking: { yes_smoking: 0.9 } } };
    const [early, late, never] = [createVerdictSpy(), createVerdictSpy(), createVerdictSpy()];
    runMarbles(({ cold, expectObservable }) => {
      const source = cold("-a-x-b-r-b-|", frames);
      expectObservable(source.pipe(takeUntilVerdict(tagged, { onVerdict: early }))).toBe("-a-(x|)", frames);
      const waiting = takeUntilVerdict(tagged, { onVerdict: late, waitForTags: true });
      expectObservable(source.pipe(waiting)).toBe("-a-x-b-(r|)", frames);
      const clean = cold("-x-b-|", frames);
      const missing = takeUntilVerdict(tagged, { onVerdict: never, waitForTags: true });
      expectObservable(clean.pipe(missing)).toBe("-x-b-|", frames);
    });
    expect(early.mock.calls).toMatchObject([[{ decision: "block", tags: [], unknownTags: ["smoking"] }]]);
    expect(late.mock.calls).toMatchObject([
      [{ decision: "block", tags: [{ tag: "smoking" }], unknownTags: [] }],
    ]);
    expect(never.mock.calls).toMatchObject([[{ decision: "block", tags: [], unknownTags: ["smoking"] }]]);
  });

  it("evaluates boxes", () => {
    const crowd = {
      block: [{ kind: "boxes", class: "face", atLeast: 0.5, count: 2 }],
      classes: ["face"],
    } as const;
    const seen: unknown[] = [];
    of(
      frameAt(0, { boxes: [{ face: 0.9 }] }),
      frameAt(1, { boxes: [{ face: 0.9 }, { face: 0.6 }] }),
      scored(2, 0),
    )
      .pipe(takeUntilVerdict(crowd))
      .subscribe(({ timeSeconds }) => seen.push(timeSeconds));
    expect(seen).toEqual([0, 1]);
  });

  it.each([
    [[{}], null],
    [[{ block: { yes_smokin: 0.9 } }], "block.yes_smokin"],
    [[{ block: { yes_smoking: 9 } }], "block.yes_smoking.atLeast"],
    [[policy, { onVerdict: "log" }], "onVerdict"],
    [[policy, { summary: createSummary(1) }], "summary"],
    [[policy, { onVerdicts: () => {} }], "onVerdicts"],
    [[policy, { waitForTags: "yes" }], "waitForTags"],
    [[policy, null], null],
  ])("rejects %j before a subscription", (args, option) => {
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(takeUntilVerdict, null, args);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
  });
});
