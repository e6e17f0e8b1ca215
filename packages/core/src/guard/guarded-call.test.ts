import { describe, expect, it, vi } from "vitest";
import {
  ESTIMATE,
  guardedClient,
  JPEG,
  LEFT,
  losesConnection,
  NOTHING,
  replyStatus,
  replyWith,
} from "../../test/guarded-client.ts";
import type { FakeReply } from "../../test/guarded-client.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import type { BudgetStore } from "./budget-store.ts";
import { createBudget } from "./create-budget.ts";
import { brokenBudgetStore } from "../../test/broken-budget-store.ts";
import { createMemoryBudgetStore } from "./memory-budget-store.ts";
import { withBudget } from "./with-budget.ts";

describe("retries", () => {
  const retry = { limit: 2, minDelayMs: 1, maxDelayMs: 1 };

  it("of rejected requests cost nothing", async () => {
    const { hive, budget } = guardedClient([replyStatus(503), replyStatus(429), () => replyWith(0.018)], {
      retry,
    });
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });

  it("of unknown outcomes keep one more estimate each, at once", async () => {
    const budgetStates: unknown[] = [];
    const unknownOutcome = { ...retry, unknownOutcome: true };
    const { hive, budget } = guardedClient(
      [
        replyStatus(504),
        losesConnection,
        async () => {
          budgetStates.push(await budget.state());
          return replyWith(0.018);
        },
      ],
      { retry: unknownOutcome },
    );
    await hive.classify({ media: JPEG });
    expect(budgetStates).toMatchObject([{ spentUsd: 0, reservedUsd: ESTIMATE, unknownUsd: 2 * ESTIMATE }]);
    expect(await budget.state()).toMatchObject({ spentUsd: 0.018, reservedUsd: 0, unknownUsd: 2 * ESTIMATE });
  });

  it.each<readonly [string, number, readonly FakeReply[]]>([
    ["unknown", 3, [replyStatus(504), replyStatus(504), replyStatus(504)]],
    ["rejected", 2, [replyStatus(504), replyStatus(504), replyStatus(400)]],
  ])("that end with an %s outcome keep an estimate for each unknown one", async (_name, count, answers) => {
    const { hive, budget } = guardedClient(answers, { retry: { ...retry, unknownOutcome: true } });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: "http" });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: count * ESTIMATE });
  });

  it("that are aborted during the delay keep one estimate", async () => {
    const controller = new AbortController();
    const { hive, budget } = guardedClient([replyStatus(504)], {
      retry: { limit: 1, minDelayMs: 100_000, maxDelayMs: 100_000, unknownOutcome: true },
    });
    const onAttempt = (): void => void setTimeout(() => controller.abort(LEFT), 1);
    await expect(hive.classify({ media: JPEG }, { signal: controller.signal, onAttempt })).rejects.toBe(LEFT);
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE }),
    );
  });

  it("call the caller's onAttempt, whose errors are ignored", async () => {
    const attempts: AttemptInfo[] = [];
    const { hive, budget } = guardedClient([replyStatus(503), () => replyWith(0.018)], { retry });
    await hive.classify(
      { media: JPEG },
      {
        onAttempt: (attempt) => {
          attempts.push(attempt);
          throw new Error("A bug of the caller.");
        },
      },
    );
    expect(attempts.map(({ status: code }) => code)).toEqual([503, 200]);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });
});

describe("several budgets", () => {
  it("all count a call, and leave no reservation if one of them rejects it", async () => {
    const { hive: inner, budget: large } = guardedClient([() => replyWith(0.018)]);
    const small = createBudget({ limitUsd: 0.6, per: "hour" });
    const outer = withBudget(inner, { budget: small, estimateUsd: () => 0.55 });
    await outer.classify({ media: JPEG });
    expect((await large.state()).spentUsd).toBe(0.018);
    expect(await small.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
    const reversed = withBudget(withBudget(inner, { budget: small, estimateUsd: () => 0.59 }), {
      budget: large,
      estimateUsd: () => 1,
    });
    for (const call of [
      reversed.classify({ media: JPEG }),
      reversed.frames({ media: JPEG }).summary(),
      reversed.submit({ media: JPEG }),
    ]) {
      await expect(call).rejects.toMatchObject({ kind: "budget", limitUsd: 0.6 });
    }
    expect(await large.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
    expect(await small.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });

  it("count one attempt of unknown outcome each", async () => {
    const { hive: inner, budget: large } = guardedClient([replyStatus(504)]);
    const small = createBudget({ limitUsd: 1, per: "hour" });
    const outer = withBudget(inner, { budget: small, estimateUsd: () => 0.25 });
    await expect(outer.classify({ media: JPEG })).rejects.toMatchObject({ status: 504 });
    expect(await large.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE });
    expect(await small.state()).toMatchObject({ ...NOTHING, unknownUsd: 0.25 });
  });
});

describe("a store that fails", () => {
  const budgetWith = (methods: Partial<BudgetStore>) =>
    createBudget({
      limitUsd: 1,
      per: "run",
      name: "a",
      store: brokenBudgetStore(methods),
      storeTimeoutMs: 20,
    });
  const fails = async (): Promise<never> => {
    throw new Error("The database is gone.");
  };
  const never = async (): Promise<never> => new Promise<never>(() => {});

  it("prevents calls if it cannot reserve", async () => {
    const { hive, seen } = guardedClient([() => replyWith(0.018)], {
      guard: { budget: budgetWith({ reserve: fails }) },
    });
    const error = { kind: "network", isRetryable: true, message: expect.stringMatching(/^Nothing was sent/) };
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject(error);
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject(error);
    expect(seen).toHaveLength(0);
  });

  it("respects the deadline of the call", async () => {
    const { hive, seen } = guardedClient([() => replyWith(0.018)], {
      guard: { budget: budgetWith({ reserve: never }) },
    });
    await expect(hive.classify({ media: JPEG }, { timeoutMs: 3 })).rejects.toMatchObject({
      message: expect.stringContaining("within 3 ms"),
    });
    expect(seen).toHaveLength(0);
  });

  it.each([fails, never])("returns the result if it cannot settle, and reports the error", async (settle) => {
    const onError = vi.fn<(error: unknown) => void>(() => {
      throw new Error("A bug of the caller.");
    });
    const budget = budgetWith({ settle });
    const { hive } = guardedClient([() => replyWith(0.018)], { guard: { budget, onError } });
    expect((await hive.classify({ media: JPEG })).results).toHaveLength(1);
    expect((await hive.frames({ media: JPEG }).summary()).results).toHaveLength(1);
    expect(onError.mock.calls).toMatchObject([[{ kind: "network" }], [{ kind: "network" }]]);
    expect(await budget.state()).toMatchObject({ reservedUsd: 2 * ESTIMATE });
  });

  it("is asked twice for each call", async () => {
    const asked: string[] = [];
    const memory = createMemoryBudgetStore();
    const budget = budgetWith({
      reserve: async (...given) => {
        asked.push("reserve");
        return memory.reserve(...given);
      },
      settle: async (...given) => {
        asked.push("settle");
        return memory.settle(...given);
      },
    });
    const { hive } = guardedClient([() => replyWith(0.018), replyStatus(400)], { guard: { budget } });
    await hive.classify({ media: JPEG });
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject({ status: 400 });
    expect(asked).toEqual(["reserve", "settle", "reserve", "settle"]);
  });

  it("returns the result at the deadline of the call", async () => {
    const budget = createBudget({
      limitUsd: 1,
      per: "run",
      name: "a",
      storeTimeoutMs: 100_000,
      store: brokenBudgetStore({ settle: never, adjust: never }),
    });
    const { hive } = guardedClient([() => replyWith(0.018)], { guard: { budget } });
    const options = { timeoutMs: 50 };
    expect((await hive.classify({ media: JPEG }, options)).results).toHaveLength(1);
    expect((await hive.frames({ media: JPEG }, options).summary()).results).toHaveLength(1);
  });

  it("returns the result as soon as the caller aborts", async () => {
    const controller = new AbortController();
    const budget = createBudget({
      limitUsd: 1,
      per: "run",
      name: "a",
      storeTimeoutMs: 100_000,
      store: brokenBudgetStore({
        settle: async () => {
          controller.abort();
          return never();
        },
      }),
    });
    const { hive } = guardedClient([() => replyWith(0.018)], { guard: { budget } });
    expect((await hive.classify({ media: JPEG }, { signal: controller.signal })).results).toHaveLength(1);
  });
});
