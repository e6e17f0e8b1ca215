import { getEventListeners } from "node:events";
import { concatMap, NEVER, of, range, take } from "rxjs";
import type { ObservableInput } from "rxjs";
import { describe, expect, it } from "vitest";
import { scored } from "../test/support/frames.ts";
import { marbleClient } from "../test/support/marble-client.ts";
import type { MarbleClient } from "../test/support/marble-client.ts";
import { runAsyncMarbles } from "../test/support/marbles.ts";
import { framesOf } from "./frames-of.ts";
import { mapFrames } from "./map-frames.ts";

const submission = { url: "https://media.example/a.mp4" };
const frames = { a: scored(0, 0.1), b: scored(1, 0.2), c: scored(2, 0.3) };
const failure = new Error("disk full");

describe("mapFrames", () => {
  it("processes one frame after another, in order", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  (abc|)         ", frames);
      const inner = cold("  --x-|");
      const expected = "    --x---x---x-|";
      expectObservable(mapFrames(marbleClient(reply), submission, () => inner)).toBe(expected);
      expectSubscriptions(inner.subscriptions).toBe(["^---!", "----^---!", "--------^---!"]);
    });
  });

  it("requests the next frame only when a slot is free", async () => {
    const requestedAt = new Map<number, readonly number[]>();
    await runAsyncMarbles(({ cold, now }) => {
      for (const concurrency of [1, 2, 9]) {
        const client = marbleClient(cold("(abc|)", frames), { now });
        const inner = cold("              ----|");
        mapFrames(client, submission, () => inner, { concurrency }).subscribe();
        requestedAt.set(concurrency, client.asked.nextAt);
      }
    });
    expect(requestedAt.get(1)).toEqual([0, 4, 8, 12]);
    expect(requestedAt.get(2)).toEqual([0, 0, 4, 4]);
    expect(requestedAt.get(9)).toEqual([0, 0, 0, 0]);
  });

  it("fails at once with the reason of an abort, before and during the work", async () => {
    const reason = new Error("the user left");
    for (const isEarly of [false, true]) {
      const controller = new AbortController();
      if (isEarly) controller.abort(reason);
      const { signal } = controller;
      const seen: unknown[] = [];
      await runAsyncMarbles(({ cold }) => {
        const client = marbleClient(cold("(abc|)", frames));
        mapFrames(client, submission, () => NEVER, { signal }).subscribe({
          error: (error: unknown) => seen.push(error),
        });
      });
      controller.abort(reason);
      expect(seen).toEqual([reason]);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    }
  });

  it("passes on the call options, but not its own options", async () => {
    let calls: MarbleClient["asked"]["calls"] = [];
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const client = marbleClient(cold("|"));
      const own = { timeoutMs: 5, concurrency: 2, onSummary: () => {} };
      expectObservable(mapFrames(client, submission, () => of(), own)).toBe("|");
      ({ calls } = client.asked);
    });
    expect(calls.map(([, options]) => options)).toEqual([{ timeoutMs: 5 }]);
  });

  it("applies backpressure where concatMap does not", async () => {
    let nexts: readonly (readonly number[])[] = [];
    await runAsyncMarbles(({ cold, expectObservable, now }) => {
      const inner = cold("------x-");
      const held = marbleClient(cold("(abc|)", frames), { now });
      const pushed = marbleClient(cold("(abc|)", frames), { now });
      expectObservable(mapFrames(held, submission, () => inner)).toBe("               ------x-");
      expectObservable(framesOf(pushed, submission).pipe(concatMap(() => inner))).toBe("------x-");
      nexts = [held.asked.nextAt, pushed.asked.nextAt];
    });
    expect(nexts).toEqual([[0], [0, 0, 0, 0]]);
  });

  it("processes up to concurrency frames at a time, in order of completion", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("      (abc|)       ", frames);
      const inners = [cold("    -----(x|)"), cold("-(y|)"), cold("-(z|)")];
      const expected = "        -yz--(x|)";
      const project = (_frame: unknown, index: number): ObservableInput<string> => inners[index] ?? of();
      expectObservable(mapFrames(marbleClient(reply), submission, project, { concurrency: 2 })).toBe(
        expected,
      );
      expectSubscriptions(inners[0]?.subscriptions ?? []).toBe("^----!");
      expectSubscriptions(inners[2]?.subscriptions ?? []).toBe("-^!");
    });
  });

  it("completes without frames, and after one frame", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const project = (frame: { timeSeconds: number | null }): ObservableInput<string> => [
        `at ${frame.timeSeconds}`,
      ];
      expectObservable(mapFrames(marbleClient(cold("--|")), submission, project)).toBe("--|");
      const one = marbleClient(cold("-b-|", frames));
      expectObservable(mapFrames(one, submission, project)).toBe("-b-|", { b: "at 1" });
    });
  });

  it("fails as soon as the response fails, and unsubscribes from the work", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold(" -a-#       ", frames, "cut short");
      const inner = cold("  ---x-|");
      const client = marbleClient(reply);
      expectObservable(mapFrames(client, submission, () => inner, { concurrency: 2 })).toBe(
        "---#",
        {},
        "cut short",
      );
      expectSubscriptions(inner.subscriptions).toBe("-^-!");
    });
  });

  it("does not complete before the response and the inner Observables", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const open = cold(" -a---", frames);
      expectObservable(mapFrames(marbleClient(open), submission, () => of("x"))).toBe("-x---");
      const whole = cold("-a-|  ", frames);
      const inner = cold("-----");
      expectObservable(mapFrames(marbleClient(whole), submission, () => inner)).toBe("-----");
      expectSubscriptions(inner.subscriptions).toBe("-^---");
    });
  });

  it("unsubscribes from the work and closes the connection at once", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold(" -a-b-c-|   ", frames);
      const inner = cold("  --x---|    ");
      expectObservable(
        mapFrames(marbleClient(reply), submission, () => inner),
        "^---!",
      ).toBe("---x-");
      expectSubscriptions(reply.subscriptions).toBe("^---!");
      expectSubscriptions(inner.subscriptions).toBe("-^--!");
    });
  });

  it("closes the connection at once if project or an inner Observable fails", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const thrower = (): never => {
        throw failure;
      };
      const thrown = cold(" -a-b-|", frames);
      expectObservable(mapFrames(marbleClient(thrown), submission, thrower)).toBe("-#", {}, failure);
      expectSubscriptions(thrown.subscriptions).toBe("^!");
      const failed = cold(" -a-b-|", frames);
      const inner = cold("   --#  ", {}, failure);
      expectObservable(mapFrames(marbleClient(failed), submission, () => inner)).toBe("---#", {}, failure);
      expectSubscriptions(failed.subscriptions).toBe("^--!");
    });
  });

  it("submits again for each subscriber", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("          -a-|   ", frames);
      const client = marbleClient(reply);
      const result = mapFrames(client, submission, () => of("x"));
      expectObservable(result, "     ^      ").toBe("-x-|   ");
      expectObservable(result, "     --^    ").toBe("---x-|");
      expectSubscriptions(reply.subscriptions).toBe(["^--!", "--^--!"]);
    });
  });

  it("accepts promises and iterables, and stops an endless one", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const promised = mapFrames(marbleClient(cold("-a-|", frames)), submission, async ({ index }) => index);
      expectObservable(promised).toBe("             -x-|", { x: 0 });
      const listed = mapFrames(marbleClient(cold("  -a---|", frames)), submission, () => ["x", "y"]);
      expectObservable(listed).toBe("               -(xy)|");
      const endless = cold("                        -a-|", frames);
      const two = mapFrames(marbleClient(endless), submission, () => range(0, Infinity)).pipe(take(2));
      expectObservable(two).toBe("                  -(xy|)", { x: 0, y: 1 });
      expectSubscriptions(endless.subscriptions).toBe("^!");
    });
  });

  it("passes the summary after the last inner Observable has completed", async () => {
    const passedAt: number[] = [];
    await runAsyncMarbles(({ cold, expectObservable, now }) => {
      const client = marbleClient(cold("-a|", frames));
      const inner = cold("               ---x-|");
      const options = { concurrency: 2, onSummary: (): void => void passedAt.push(now()) };
      expectObservable(mapFrames(client, submission, () => inner, options)).toBe("----x-|");
    });
    expect(passedAt).toEqual([6]);
  });

  it.each([
    [{ concurrency: 0 }, "concurrency"],
    [{ concurrency: 1.5 }, "concurrency"],
    [{ concurrency: Number.POSITIVE_INFINITY }, "concurrency"],
    [{ concurrency: "2" }, "concurrency"],
    [{ onSummary: true }, "onSummary"],
    [{ concurency: 2 }, "concurency"],
    [null, null],
  ])("rejects %j before a subscription", (options, option) => {
    const client = marbleClient(of());
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(mapFrames, null, [client, submission, () => of("x"), options]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
    expect(() => Reflect.apply(mapFrames, null, [client, submission, "x"])).toThrow(
      expect.objectContaining({ kind: "config", option: "project" }),
    );
  });
});
