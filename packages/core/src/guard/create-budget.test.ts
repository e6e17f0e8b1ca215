import { describe, expect, it, vi } from "vitest";
import { HiveBudgetError } from "../error/hive-budget-error.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import type { BudgetStore } from "./budget-store.ts";
import { createBudget } from "./create-budget.ts";
import { brokenBudgetStore } from "../../test/broken-budget-store.ts";
import { createMemoryBudgetStore } from "./memory-budget-store.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.parse("2026-12-01T12:00:00.000Z");

const NO_UNITS = { spentUnits: 0, unknownUnits: 0, reservedUnits: 0 };

const never = async (): Promise<never> => new Promise<never>(() => {});
const fails = async (): Promise<never> => {
  throw Object.assign(new Error("connect ECONNREFUSED postgres://user:SECRET@db"), { code: "ECONNREFUSED" });
};

describe("a budget", () => {
  it("reports its state, and when it resets", async () => {
    const budget = createBudget({ limitUsd: 1, per: "hour", now: () => NOON + 5 });
    const spent = await budget.reserve(0.3);
    const unknown = await budget.reserve(0.2);
    await budget.reserve(0.1);
    await spent.settle({ chargeUsd: 0.25 });
    await unknown.settle({ unknownUsd: 0.2 });
    expect(await budget.state()).toEqual({
      limitUsd: 1,
      spentUsd: 0.25,
      reservedUsd: 0.1,
      unknownUsd: 0.2,
      remainingUsd: 0.45,
      resetsAt: new Date(NOON + HOUR_MS),
    });
  });

  it("admits exactly its limit", async () => {
    const budget = createBudget({ limitUsd: 0.3, per: "run" });
    // 0.1 + 0.2 exceeds 0.3 as floating-point numbers.
    await budget.reserve(0.1);
    await budget.reserve(0.2);
    expect(await budget.state()).toMatchObject({ reservedUsd: 0.3, remainingUsd: 0, resetsAt: null });
    await expect(budget.reserve(0.0000001)).rejects.toThrow(HiveBudgetError);
  });

  it("adds up thousands of charges exactly", async () => {
    const budget = createBudget({ limitUsd: 100, per: "run" });
    for (let index = 0; index < 10_000; index++) {
      const reservation = await budget.reserve(0.003);
      await reservation.settle({ chargeUsd: 0.0010001 });
    }
    expect((await budget.state()).spentUsd).toBe(10.001);
  });

  it("says why it rejects a call, and what to do", async () => {
    const budget = createBudget({ limitUsd: 1, per: "day", now: () => NOON });
    await budget.reserve(0.9);
    await expect(budget.reserve(0.2)).rejects.toMatchObject({
      kind: "budget",
      isRetryable: false,
      limitUsd: 1,
      spentUsd: 0.9,
      estimateUsd: 0.2,
      resetsAt: new Date("2026-12-02T00:00:00.000Z"),
      message:
        "The call would exceed the budget: it may cost 0.2 US dollars, and 0.9 of 1 are spent or reserved; raise limitUsd, or wait until 2026-12-02T00:00:00.000Z.",
    });
    const run = createBudget({ limitUsd: 1, per: "run" });
    await expect(run.reserve(2)).rejects.toMatchObject({
      resetsAt: null,
      message: expect.stringMatching(/raise limitUsd\.$/),
    });
  });

  it("starts again in the next period, and settles in the period of the reservation", async () => {
    let nowMs = NOON + HOUR_MS - 1;
    const budget = createBudget({ limitUsd: 1, per: "hour", now: () => nowMs });
    const late = await budget.reserve(1);
    await expect(budget.reserve(0.1)).rejects.toThrow(HiveBudgetError);
    nowMs++;
    const next = await budget.reserve(0.4);
    await late.settle({ chargeUsd: 0.9 });
    await late.adjust({ chargeUsd: -0.1 });
    expect(await budget.state()).toMatchObject({ spentUsd: 0, reservedUsd: 0.4 });
    await next.settle({ chargeUsd: 0.5 });
    nowMs--;
    expect(await budget.state()).toMatchObject({ spentUsd: 0.8, reservedUsd: 0 });
  });

  it("settles a reservation once", async () => {
    const budget = createBudget({ limitUsd: 1, per: "run" });
    const reservation = await budget.reserve(0.5);
    await reservation.settle({ chargeUsd: 0.4 });
    await reservation.settle({ chargeUsd: 0.4 });
    await reservation.settle({});
    expect(await budget.state()).toMatchObject({ spentUsd: 0.4, reservedUsd: 0 });
  });

  it("shares its amounts with budgets of the same store, name and interval only", async () => {
    const store = createMemoryBudgetStore();
    const options = { limitUsd: 1, per: "hour", store, name: "uploads", now: () => NOON } as const;
    await createBudget(options).reserve(0.6);
    expect((await createBudget(options).state()).reservedUsd).toBe(0.6);
    expect((await createBudget({ ...options, per: "day" }).state()).reservedUsd).toBe(0);
    expect((await createBudget({ ...options, name: "texts" }).state()).reservedUsd).toBe(0);
  });
});

describe("a store that fails", () => {
  const create = (methods: Partial<BudgetStore>) =>
    createBudget({
      limitUsd: 1,
      per: "run",
      name: "a",
      store: brokenBudgetStore(methods),
      storeTimeoutMs: 20,
    });

  it("rejects reserve() and state() with a retryable error", async () => {
    const error = await create({ reserve: fails })
      .reserve(0.1)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HiveNetworkError);
    expect(error).toMatchObject({
      isRetryable: true,
      message: "Nothing was sent: the store of the budget failed to reserve; check the store.",
      cause: { code: "ECONNREFUSED" },
    });
    await expect(create({ read: fails }).state()).rejects.toMatchObject({
      kind: "network",
      message: "The store of the budget failed to read; check the store.",
    });
    const throws = create({
      reserve: () => {
        throw new Error("synchronous");
      },
    });
    await expect(throws.reserve(0.1)).rejects.toMatchObject({ kind: "network", isRetryable: true });
  });

  it("times out", async () => {
    const budget = create({ reserve: never, settle: never });
    await expect(budget.reserve(0.1)).rejects.toMatchObject({
      kind: "network",
      message:
        "Nothing was sent: the store of the budget did not respond to reserve within 20 ms; check the store.",
    });
    await expect(budget.reserve(0.1, { timeoutMs: 5 })).rejects.toMatchObject({
      message: expect.stringContaining("within 5 ms"),
    });
  });

  it("does not prevent an abort", async () => {
    const controller = new AbortController();
    const reason = new Error("The user left.");
    const reserving = create({ reserve: never }).reserve(0.1, { signal: controller.signal });
    controller.abort(reason);
    await expect(reserving).rejects.toBe(reason);
    await expect(create({}).reserve(0.1, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("leaves no reservation if it responds after the abort", async () => {
    let respond = (): void => {};
    const memory = createMemoryBudgetStore();
    const slow: BudgetStore = {
      ...brokenBudgetStore({}),
      reserve: async (reservation, limitUnits) => {
        await new Promise<void>((resolve) => {
          respond = resolve;
        });
        return memory.reserve(reservation, limitUnits);
      },
      settle: async (reservation, outcome) => memory.settle(reservation, outcome),
      read: async (period) => memory.read(period),
    };
    const budget = createBudget({ limitUsd: 1, per: "run", name: "a", store: slow });
    const controller = new AbortController();
    const reserving = budget.reserve(0.4, { signal: controller.signal });
    controller.abort();
    await expect(reserving).rejects.toBe(controller.signal.reason);
    respond();
    await vi.waitFor(async () =>
      expect(await budget.state()).toMatchObject({ reservedUsd: 0, remainingUsd: 1 }),
    );
    // The store had reserved the amount.
    expect(await memory.read({ id: "a/run", name: "a", per: "run", startsAtMs: 0, endsAtMs: null })).toEqual({
      spentUnits: 0,
      unknownUnits: 0,
      reservedUnits: 0,
    });
  });

  it("leaves no reservation if it fails after it has reserved the amount", async () => {
    const memory = createMemoryBudgetStore();
    const budget = createBudget({
      limitUsd: 1,
      per: "run",
      name: "a",
      store: {
        ...brokenBudgetStore({}),
        reserve: async (reservation, limitUnits) => {
          await memory.reserve(reservation, limitUnits);
          return fails();
        },
        settle: async (reservation, outcome) => memory.settle(reservation, outcome),
        read: async (period) => memory.read(period),
      },
    });
    await expect(budget.reserve(0.4)).rejects.toMatchObject({ kind: "network" });
    await vi.waitFor(async () => expect((await budget.state()).reservedUsd).toBe(0));
  });

  it("leaves no reservation if the reason of the abort is the error of a budget", async () => {
    const memory = createMemoryBudgetStore();
    const budget = create({
      reserve: async (reservation, limitUnits) => {
        const admission = await memory.reserve(reservation, limitUnits);
        await new Promise<void>((resolve) => void setTimeout(resolve, 1));
        return admission;
      },
      settle: async (reservation, outcome) => memory.settle(reservation, outcome),
      read: async (period) => memory.read(period),
    });
    const controller = new AbortController();
    const reason: unknown = await budget.reserve(2).catch((error: unknown) => error);
    expect(reason).toBeInstanceOf(HiveBudgetError);
    const reserving = budget.reserve(0.4, { signal: controller.signal });
    controller.abort(reason);
    await expect(reserving).rejects.toBe(reason);
    await vi.waitFor(async () => expect((await budget.state()).reservedUsd).toBe(0));
  });

  it.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["an empty object", {}],
    ["no totals", { isReserved: false, totals: null }],
    ["a number instead of a boolean", { isReserved: 1, totals: NO_UNITS }],
    ["totals as strings", { isReserved: true, totals: { ...NO_UNITS, reservedUnits: "4000000" } }],
    ["totals that are not numbers", { isReserved: true, totals: { ...NO_UNITS, spentUnits: NaN } }],
  ])("reserves nothing if it returns %s, also synchronously", async (_name, returned) => {
    for (const reserve of [() => returned, async () => returned]) {
      const settle = vi.fn<BudgetStore["settle"]>(async () => {});
      const methods: object = { reserve, settle };
      await expect(create(methods).reserve(0.4)).rejects.toMatchObject({
        kind: "network",
        message: "Nothing was sent: the store of the budget failed to reserve; check the store.",
      });
      await vi.waitFor(() => expect(settle).toHaveBeenCalledOnce());
    }
  });

  it("has no state if its totals are not whole numbers", async () => {
    const methods: object = { read: async () => ({ ...NO_UNITS, spentUnits: "4000000" }) };
    await expect(create(methods).state()).rejects.toMatchObject({
      kind: "network",
      cause: { message: "spentUnits must be a whole number." },
    });
  });

  it("keeps the amount reserved if it cannot settle it", async () => {
    const budget = create({ settle: fails, adjust: never });
    const reservation = await budget.reserve(0.4);
    await expect(reservation.settle({ chargeUsd: 0.1 })).rejects.toMatchObject({
      kind: "network",
      isRetryable: false,
      message: "The store of the budget failed to settle; check the store.",
    });
    await expect(reservation.adjust({ chargeUsd: 0.1 })).rejects.toMatchObject({
      message: "The store of the budget did not respond to adjust within 20 ms; check the store.",
    });
    expect((await budget.state()).reservedUsd).toBe(0.4);
  });
});

describe("options", () => {
  it.each<readonly [unknown, string | null]>([
    [{ per: "day" }, "limitUsd"],
    [{ limitUsd: 0, per: "day" }, "limitUsd"],
    [{ limitUsd: NaN, per: "day" }, "limitUsd"],
    [{ limitUsd: -1, per: "day" }, "limitUsd"],
    [{ limitUsd: Infinity, per: "day" }, "limitUsd"],
    [{ limitUsd: "10", per: "day" }, "limitUsd"],
    [{ limitUsd: 1 }, "per"],
    [{ limitUsd: 1, per: "week" }, "per"],
    [{ limitUsd: 1, per: "day", name: "" }, "name"],
    [{ limitUsd: 1, per: "day", store: createMemoryBudgetStore() }, "name"],
    [{ limitUsd: 1, per: "day", name: "a", store: {} }, "store"],
    [{ limitUsd: 1, per: "day", storeTimeoutMs: 0 }, "storeTimeoutMs"],
    [{ limitUsd: 1, per: "day", now: 5 }, "now"],
    [{ limitUsd: 1, per: "day", limit: 5 }, "limit"],
    [undefined, null],
  ])("of %o are rejected", (options, option) => {
    const create = (): unknown => Reflect.apply(createBudget, undefined, [options]);
    expect(create).toThrow(HiveConfigError);
    expect(create).toThrow(expect.objectContaining({ option }));
  });

  it.each([NaN, -0.1, Infinity, "1", null, undefined, 1e9])("reject an estimate of %o", async (estimate) => {
    const budget = createBudget({ limitUsd: 1, per: "run" });
    await expect(Reflect.apply(budget.reserve, budget, [estimate])).rejects.toMatchObject({
      kind: "config",
      option: "estimateUsd",
    });
    expect((await budget.state()).reservedUsd).toBe(0);
  });

  it("reject a charge that is not an amount, and keep the reservation", async () => {
    const budget = createBudget({ limitUsd: 1, per: "run" });
    const reservation = await budget.reserve(0.4);
    await expect(reservation.settle({ chargeUsd: NaN })).rejects.toMatchObject({ option: "chargeUsd" });
    await expect(reservation.settle({ unknownUsd: -1 })).rejects.toMatchObject({ option: "unknownUsd" });
    expect((await budget.state()).reservedUsd).toBe(0.4);
  });

  it.each([undefined, null, 0.3, { charge: 0.3 }, { chargeUsd: "0.3" }, { chargeUsd: null }])(
    "reject the outcome %o, and keep the reservation",
    async (outcome) => {
      const budget = createBudget({ limitUsd: 1, per: "run" });
      const reservation = await budget.reserve(0.4);
      for (const method of ["settle", "adjust"] as const) {
        await expect(Reflect.apply(reservation[method], reservation, [outcome])).rejects.toMatchObject({
          kind: "config",
        });
      }
      expect(await budget.state()).toMatchObject({ spentUsd: 0, reservedUsd: 0.4 });
    },
  );

  it.each([null, { signal: {} }, { timeoutMs: NaN }, { timeoutMs: -1 }, { timeout: 5 }])(
    "reject the options %o of a reservation",
    async (options) => {
      const budget = createBudget({ limitUsd: 1, per: "run" });
      await expect(Reflect.apply(budget.reserve, budget, [0.4, options])).rejects.toMatchObject({
        kind: "config",
      });
      expect((await budget.state()).reservedUsd).toBe(0);
    },
  );

  it("reject a clock without a time", async () => {
    const budget = createBudget({ limitUsd: 1, per: "day", now: () => NaN });
    await expect(budget.reserve(0.1)).rejects.toMatchObject({ kind: "config", option: "now" });
  });
});
