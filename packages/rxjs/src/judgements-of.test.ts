import { HiveClosedError } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";
import { HiveVlm } from "@hivekit/core/vlm";
import type { JudgeItem } from "@hivekit/core/vlm";
import { concat, firstValueFrom, from, NEVER, of, take, toArray } from "rxjs";
import type { ObservableInput } from "rxjs";
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { runAsyncMarbles } from "../test/support/marbles.ts";
import { vlmJudge } from "../test/support/vlm-judge.ts";
import { judgementsOf } from "./judgements-of.ts";

const policy = {
  instructions: "A forum.",
  categories: { insult: { description: "Insults.", decision: "block" } },
} as const;
const items: readonly JudgeItem[] = ["a", "b", "c"].map((text) => ({ text }));
const [first = {}, second = {}, third = {}] = items;
const verdict: Verdict = {
  decision: "allow",
  reasons: [],
  tags: [],
  unknownTags: [],
  unevaluated: [],
  evaluated: { frames: 1, seconds: 0 },
};
const rejection = new Error("insufficient balance");

/** The outcomes: a, b and c are verdicts, f is the failure of the second item. */
const outcomes = {
  a: { index: 0, item: first, verdict },
  b: { index: 1, item: second, verdict },
  c: { index: 2, item: third, verdict },
  f: { index: 1, item: second, error: rejection },
};
const verdictAt = { v: verdict };

describe("judgementsOf", () => {
  it("emits the outcome of each item, in order of completion", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const verdicts = new Map([
        [first, cold("---v", verdictAt)],
        [second, cold("-v", verdictAt)],
        [third, cold("--v", verdictAt)],
      ]);
      const vlm = vlmJudge((item) => verdicts.get(item) ?? NEVER);
      expectObservable(judgementsOf(vlm, items, { policy })).toBe("-bc(a|)", outcomes);
    });
  });

  it("continues after a failure", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const judged = cold("-v", verdictAt);
      const failing = cold("-#", verdictAt, rejection);
      const vlm = vlmJudge((item) => (item === second ? failing : judged));
      expectObservable(judgementsOf(vlm, items, { policy, concurrency: 1 })).toBe("-af(c|)", outcomes);
    });
  });

  it("judges at most concurrency items at a time, from a list or an Observable", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const judged = cold("  ------v", verdictAt);
      const vlm = vlmJudge(() => judged);
      for (const source of [items, cold("(abc|)", { a: first, b: second, c: third })]) {
        const expected = "   ------(ab)--(c|)";
        expectObservable(judgementsOf(vlm, source, { policy, concurrency: 2 })).toBe(expected, outcomes);
      }
      const subscriptions = ["^-----!", "^-----!", "^-----!", "^-----!", "------^-----!", "------^-----!"];
      expectSubscriptions(judged.subscriptions).toBe(subscriptions);
    });
  });

  it("judges four items at a time by default", async () => {
    const vlm = vlmJudge(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(judgementsOf(vlm, [...items, ...items], { policy })).toBe("-");
    });
    expect(vlm.calls).toHaveLength(4);
  });

  it("completes without items, and not before the end of the items", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const judged = cold("-v", verdictAt);
      const vlm = vlmJudge(() => judged);
      expectObservable(judgementsOf(vlm, [], { policy })).toBe("                        |");
      expectObservable(judgementsOf(vlm, cold("--|"), { policy })).toBe("               --|");
      expectObservable(judgementsOf(vlm, cold("-a--", { a: first }), { policy })).toBe("--a-", outcomes);
      const silent = vlmJudge(() => NEVER);
      expectObservable(judgementsOf(silent, [first], { policy })).toBe("                ----");
    });
  });

  it("aborts the calls in flight and judges nothing further after an unsubscription", async () => {
    const vlm = vlmJudge(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(judgementsOf(vlm, items, { policy, concurrency: 2 }), "^--!").toBe("----");
    });
    const reasons = vlm.calls.map(({ options }) => options?.signal?.reason);
    expect(reasons).toEqual([expect.any(HiveClosedError), expect.any(HiveClosedError)]);
    expect(reasons[0]).toMatchObject({ message: "The subscription to these judgments has ended." });
  });

  it("fails with the reason of the caller's signal, and removes its listener", async () => {
    const vlm = vlmJudge(() => NEVER);
    const controller = new AbortController();
    const { signal } = controller;
    await runAsyncMarbles(({ cold, expectObservable }) => {
      expectObservable(judgementsOf(vlm, items, { policy, signal }), "^-!").toBe("--");
      cold("----x").subscribe(() => controller.abort("left"));
      expectObservable(judgementsOf(vlm, items, { policy, signal })).toBe("----#", {}, "left");
    });
    expect(vlm.calls.slice(3).map(({ options }) => options?.signal?.reason)).toEqual([
      "left",
      "left",
      "left",
    ]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("fails with an error of the items themselves, and aborts the calls in flight", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const judged = cold("-----v", verdictAt);
      const source = concat(of(first), cold<JudgeItem>("--#", {}, rejection));
      const vlm = vlmJudge(() => judged);
      expectObservable(judgementsOf(vlm, source, { policy })).toBe("--#", {}, rejection);
      expectSubscriptions(judged.subscriptions).toBe("^-!");
    });
  });

  it("judges all items again for a second subscriber", async () => {
    const vlm = vlmJudge(() => of(verdict));
    await runAsyncMarbles(({ expectObservable }) => {
      const result = judgementsOf(vlm, items, { policy });
      expectObservable(result).toBe("(abc|)", outcomes);
      expectObservable(result, "--^").toBe("--(abc|)", outcomes);
    });
    expect(vlm.calls).toHaveLength(6);
  });

  it("requests the next item from a generator only when a slot is free, and closes it after take", async () => {
    const requestedAt: (number | string)[] = [];
    await runAsyncMarbles(({ cold, expectObservable, now }) => {
      async function* read(): AsyncGenerator<JudgeItem> {
        try {
          for (const item of items) {
            requestedAt.push(now());
            yield item;
          }
        } finally {
          requestedAt.push("closed");
        }
      }
      const judged = cold("---v", verdictAt);
      const result = judgementsOf(
        vlmJudge(() => judged),
        read(),
        { policy, concurrency: 1 },
      );
      expectObservable(result.pipe(take(2))).toBe("---a--(b|)", outcomes);
    });
    expect(requestedAt).toEqual([0, 3, "closed"]);
  });

  it("accepts every kind of RxJS input, and rejects a string without quoting it", async () => {
    const vlm = vlmJudge(() => of(verdict));
    const inputs: readonly ObservableInput<JudgeItem>[] = [
      new Set(items),
      from(items),
      Promise.resolve(first),
    ];
    const counts = inputs.map(async (input) =>
      firstValueFrom(judgementsOf(vlm, input, { policy }).pipe(toArray())),
    );
    expect((await Promise.all(counts)).map(({ length }) => length)).toEqual([3, 3, 1]);
    // @ts-expect-error -- a string is not a list of items
    expect(() => judgementsOf(vlm, "a private text", { policy })).toThrow(
      expect.objectContaining({
        option: "items",
        message:
          "judgementsOf: items must be an array, another iterable or an Observable; use judge() for a single one.",
      }),
    );
  });

  it("turns an exception thrown by the model into an outcome", async () => {
    const judge = (): never => {
      throw rejection;
    };
    const outcome = await firstValueFrom(judgementsOf({ judge }, [first], { policy }));
    expect(outcome).toEqual({ index: 0, item: first, error: rejection });
  });

  it("passes on the options of judge, but not its own, and a policy that is checked once", async () => {
    const vlm = vlmJudge(() => of(verdict));
    const options = { policy, timeoutMs: 5, perCategory: true, concurrency: 3, callConcurrency: 2 };
    await firstValueFrom(judgementsOf(vlm, items, options).pipe(toArray()));
    expect(vlm.calls[0]?.options).toEqual({
      timeoutMs: 5,
      perCategory: true,
      concurrency: 2,
      signal: expect.any(AbortSignal),
    });
    expect(vlm.calls[0]?.policy).toEqual(policy);
    expect(new Set(vlm.calls.map((call) => call.policy)).size).toBe(1);
    await firstValueFrom(judgementsOf(vlm, [first], { policy }));
    expect(vlm.calls.at(-1)?.options).toEqual({ signal: expect.any(AbortSignal) });
  });

  it("judges submissions with a HiveVlm, and an invalid item is an outcome without a request", async () => {
    let requests = 0;
    const fetch = async (): Promise<Response> => {
      requests++;
      return Response.json({
        id: "7d1c2f60-1111-11ef-9a55-000000000031",
        object: "chat.completion",
        model: "hive/vision-language-model",
        created: 1767225600123,
        choices: [
          { index: 0, message: { role: "assistant", content: '{"insult": true}' }, finish_reason: "stop" },
        ],
        usage: { prompt_tokens: 300, completion_tokens: 12, total_tokens: 312 },
      });
    };
    const vlm = new HiveVlm({ apiKey: "k", fetch });
    const results = await firstValueFrom(
      judgementsOf(vlm, [{ url: "https://media.example/a.jpg" }, { text: "" }], { policy }).pipe(toArray()),
    );
    const byIndex = results.toSorted((one, other) => one.index - other.index);
    expect(byIndex).toMatchObject([{ verdict: { decision: "block" } }, { error: { kind: "input" } }]);
    expect(requests).toBe(1);
  });
});
