import { describe, expect, it, vi } from "vitest";
import {
  ESTIMATE,
  guardedClient,
  hangs,
  JPEG,
  LEFT,
  losesConnection,
  NOTHING,
  replyStatus,
  replyWith,
} from "../../test/guarded-client.ts";
import type { FakeReply } from "../../test/guarded-client.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../client/hive-client.ts";
import { HiveBudgetError } from "../error/hive-budget-error.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import type { Budget } from "./budget.ts";
import { createBudget } from "./create-budget.ts";
import { withBudget } from "./with-budget.ts";

const unreachable: FakeReply = () => {
  throw Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" }),
  });
};

/** Passes a value of the wrong type, as untyped callers may. */
function untyped(value: unknown): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test needs a wrong type
  return value as number;
}

describe("classify", () => {
  it("replaces the estimate by the charge", async () => {
    const { hive, budget } = guardedClient([() => replyWith(0.018000000000000002)]);
    const task = await hive.classify({ media: JPEG });
    expect(task.results[0]?.chargeUsd).toBe(0.018);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
  });

  it("counts a charge above the estimate", async () => {
    const { hive, budget } = guardedClient([() => replyWith(11)]);
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ spentUsd: 11, remainingUsd: 0 });
    await expect(hive.classify({ media: JPEG })).rejects.toThrow(HiveBudgetError);
  });

  it("keeps the estimate of a result without a charge", async () => {
    const { hive, budget } = guardedClient([() => replyWith()]);
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: ESTIMATE });
  });

  it.each([
    [-1, ESTIMATE],
    [1e9, 1_000_000],
  ])("counts a charge of %d as %d, and leaves no reservation", async (charge, spentUsd) => {
    const onError = vi.fn<(error: unknown) => void>();
    const { hive, budget } = guardedClient([() => replyWith(charge)], { guard: { onError } });
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd });
    expect(onError).not.toHaveBeenCalled();
  });

  it("keeps the estimate of a labeling task", async () => {
    const { hive, budget } = guardedClient([() => Response.json(readFixture("v1/labeling"))]);
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: ESTIMATE });
  });

  it("adds the estimate to the known charges if one result of several has none", async () => {
    const { hive, budget } = guardedClient([() => Response.json(readFixture("v1/array-of-two"))]);
    const { results } = await hive.classify({ media: JPEG });
    const known = results.reduce((sum, { chargeUsd }) => sum + (chargeUsd ?? 0), 0);
    expect(results).toHaveLength(2);
    const isComplete = results.every(({ chargeUsd }) => chargeUsd !== null);
    expect(await budget.state()).toMatchObject({
      ...NOTHING,
      spentUsd: isComplete ? known : known + ESTIMATE,
    });
  });

  it("sends nothing and opens no media without room", async () => {
    const { hive, seen, budget } = guardedClient([() => replyWith(0.018)], {
      guard: { estimateUsd: () => 10.1 },
    });
    const open = vi.fn<() => Uint8Array>(() => JPEG);
    await expect(hive.classify({ media: open })).rejects.toMatchObject({ kind: "budget", estimateUsd: 10.1 });
    await expect(hive.frames({ media: open }).summary()).rejects.toMatchObject({ kind: "budget" });
    await expect(hive.submit({ media: open })).rejects.toMatchObject({ kind: "budget" });
    expect([seen.length, open.mock.calls.length]).toEqual([0, 0]);
    expect(await budget.state()).toMatchObject(NOTHING);
  });

  it.each<readonly [string, number, FakeReply]>([
    ["400", 0, replyStatus(400)],
    ["403", 0, replyStatus(403)],
    ["405", 0, replyStatus(405)],
    ["429", 0, replyStatus(429)],
    ["500", 0, replyStatus(500)],
    ["502", 0, replyStatus(502)],
    ["503", 0, replyStatus(503)],
    ["a connection that was not made", 0, unreachable],
    ["504", ESTIMATE, replyStatus(504)],
    ["520", ESTIMATE, replyStatus(520)],
    ["a lost connection", ESTIMATE, losesConnection],
    ["a failed task", ESTIMATE, () => Response.json(readFixture("v1/http-200-with-error"))],
    ["a response that is not JSON", ESTIMATE, () => new Response("<html>")],
    ["a response that is cut off", ESTIMATE, () => new Response('{"status":{')],
  ])("counts %s as %d unknown", async (_name, unknownUsd, answer) => {
    const { hive, budget } = guardedClient([answer]);
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: expect.any(String) });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd });
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject({ kind: expect.any(String) });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: 2 * unknownUsd });
  });

  it("keeps the estimate of a timeout and of an abort after the request was sent", async () => {
    const { hive, budget, seen } = guardedClient([hangs]);
    await expect(hive.classify({ media: JPEG }, { timeoutMs: 20 })).rejects.toMatchObject({
      kind: "timeout",
    });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE });
    const controller = new AbortController();
    const call = hive.classify({ media: JPEG }, { signal: controller.signal });
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    controller.abort(LEFT);
    await expect(call).rejects.toBe(LEFT);
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: 2 * ESTIMATE }),
    );
  });

  it.each<readonly [string, object, object]>([
    ["an invalid submission", { media: JPEG, url: "https://example.com" }, {}],
    ["an unknown option", { media: JPEG }, { timeout: 5 }],
    ["an invalid onAttempt", { media: JPEG }, { onAttempt: 5 }],
    ["invalid options", { media: JPEG }, [1]],
    ["an invalid deadline", { media: JPEG }, { timeoutMs: -1 }],
    ["an invalid signal", { media: JPEG }, { signal: {} }],
    ["no submission", {}, {}],
    ["an empty file", { media: new Uint8Array(0) }, {}],
  ])("releases %s, with the error of the client", async (_name, submission, options) => {
    const { hive, budget, seen } = guardedClient([() => replyWith(0.018)]);
    for (const method of ["classify", "submit"] as const) {
      await expect(Reflect.apply(hive[method], hive, [submission, options])).rejects.toMatchObject({
        kind: expect.stringMatching(/^(?:config|input)$/),
      });
    }
    const stream = Reflect.apply(hive.frames, hive, [submission, options]);
    await expect(stream.summary()).rejects.toMatchObject({
      kind: expect.stringMatching(/^(?:config|input)$/),
    });
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
  });

  it("releases a call that is aborted before it is sent", async () => {
    const { hive, budget, seen } = guardedClient([() => replyWith(0.018)]);
    const signal = AbortSignal.abort(LEFT);
    await expect(hive.classify({ media: JPEG }, { signal })).rejects.toBe(LEFT);
    const controller = new AbortController();
    const media = async (): Promise<Uint8Array> => {
      controller.abort(LEFT);
      return JPEG;
    };
    await expect(hive.classify({ media }, { signal: controller.signal })).rejects.toBe(LEFT);
    expect(seen).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
  });
});

describe("the default estimate", () => {
  const defaults = { estimateUsd: undefined };
  const estimateOf = async (budget: Budget, start: () => Promise<unknown>): Promise<number> => {
    const { reservedUsd } = await budget.state();
    void start().catch(() => {});
    let after = reservedUsd;
    await vi.waitFor(async () => {
      after = (await budget.state()).reservedUsd;
      expect(after).toBeGreaterThan(reservedUsd);
    });
    return Math.round((after - reservedUsd) * 1e7) / 1e7;
  };

  it("is the list price before the first charge, then the largest charge of the same kind", async () => {
    const { hive, budget } = guardedClient([() => replyWith(0.05), () => replyWith(0.02), hangs], {
      guard: defaults,
    });
    await hive.classify({ url: "https://example.com/a.mp4" });
    await hive.classify({ url: "https://example.com/b.mp4" });
    const start = async (url: string) => estimateOf(budget, async () => hive.classify({ url }));
    expect(await start("https://example.com/c.mp4")).toBe(0.05);
    expect(await start("https://example.com/c.jpg")).toBe(0.003);
    expect(await start("https://example.com/c.gif")).toBe(0.018);
    expect(await start("https://example.com/c.mp3")).toBe(0.18);
    expect(await start("https://example.com/c")).toBe(0.183);
  });

  it("uses the given prices", async () => {
    const { hive, budget } = guardedClient([hangs], { guard: { ...defaults, prices: { usdPerImage: 0.1 } } });
    expect(await estimateOf(budget, async () => hive.classify({ media: JPEG }))).toBe(0.1);
  });

  it("ignores results without a charge", async () => {
    const { hive, budget } = guardedClient([() => replyWith(), hangs], { guard: defaults });
    await hive.classify({ media: JPEG });
    expect(await estimateOf(budget, async () => hive.classify({ media: JPEG }))).toBe(0.003);
  });

  it("is at most the limit, so that an unused budget admits one call", async () => {
    const { hive, budget } = guardedClient([() => replyWith(25), () => replyWith(0.01)], { guard: defaults });
    await hive.classify({ media: JPEG });
    expect(await budget.state()).toMatchObject({ spentUsd: 25 });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: "budget", estimateUsd: 10 });
  });
});

describe("a client below the budget that answers from a cache", () => {
  it("costs nothing", async () => {
    const { hive: source } = guardedClient([() => replyWith(0.018)]);
    const task = await source.classify({ media: JPEG });
    const budget = createBudget({ limitUsd: 1, per: "run" });
    const hive = withBudget({ ...source, classify: async () => task }, { budget });
    expect(await hive.classify({ media: JPEG })).toBe(task);
    expect(await budget.state()).toMatchObject(NOTHING);
  });
});

describe("options", () => {
  const client = new HiveClient({ apiKey: "test-key-SECRET" });
  const budget = createBudget({ limitUsd: 1, per: "run" });

  it.each<readonly [unknown, unknown, string | null]>([
    [client, undefined, null],
    [client, {}, "budget"],
    [client, { budget: 10 }, "budget"],
    [client, { budget: {} }, "budget"],
    [client, { budget, estimateUsd: 0.003 }, "estimateUsd"],
    [client, { budget, onError: "log" }, "onError"],
    [client, { budget, prices: { usdPerImage: -1 } }, "prices.usdPerImage"],
    [client, { budget, prices: { usdPerMillionPromptTokens: 1 } }, "prices.usdPerMillionPromptTokens"],
    [client, { budget, limit: 1 }, "limit"],
    [{}, { budget }, "client"],
    [null, { budget }, "client"],
  ])("of %o and %o are rejected", (given, options, option) => {
    const create = (): unknown => Reflect.apply(withBudget, undefined, [given, options]);
    expect(create).toThrow(HiveConfigError);
    expect(create).toThrow(expect.objectContaining({ option }));
  });

  it.each([NaN, -1, Infinity, "0.003", undefined])(
    "reject an estimate of %o before anything is sent",
    async (estimate) => {
      const estimateUsd = (): number => untyped(estimate);
      const {
        hive,
        seen,
        budget: used,
      } = guardedClient([() => replyWith(0.018)], { guard: { estimateUsd } });
      const error = { kind: "config", option: "estimateUsd" };
      await expect(hive.classify({ media: JPEG })).rejects.toMatchObject(error);
      await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject(error);
      expect(seen).toHaveLength(0);
      expect(await used.state()).toMatchObject(NOTHING);
    },
  );
});

describe("many calls at the same time", () => {
  it("never reserve more than the limit", async () => {
    const { hive, budget } = guardedClient([async () => replyWith(ESTIMATE)]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, async () => hive.classify({ media: JPEG })),
    );
    expect(outcomes.filter(({ status: outcome }) => outcome === "fulfilled")).toHaveLength(20);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 10, remainingUsd: 0 });
  });
});
