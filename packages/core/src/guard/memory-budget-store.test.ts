import { budgetStoreCases } from "@hivekit/core/guard/testing";
import { createMemoryBudgetStore } from "@hivekit/core/guard";
import { expect, test } from "vitest";
import type { BudgetPeriod } from "./budget-store.ts";

test.for(budgetStoreCases(createMemoryBudgetStore))("$name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

const period = (hour: number): BudgetPeriod => ({
  id: `uploads/hour/${hour}`,
  name: "uploads",
  per: "hour",
  startsAtMs: hour,
  endsAtMs: hour + 1,
});

test("drops periods before the last two, with their open reservations", async () => {
  const store = createMemoryBudgetStore();
  const open = { id: "open", period: period(1), amountUnits: 5 };
  await store.reserve(open, 10);
  for (const hour of [2, 3]) await store.reserve({ id: "later", period: period(hour), amountUnits: 7 }, 10);
  await store.settle(open, { spentUnits: 5, unknownUnits: 0 });
  await store.adjust(period(1), { spentUnits: 5, unknownUnits: 0 });
  const zeros = { spentUnits: 0, unknownUnits: 0, reservedUnits: 0 };
  expect(await store.read(period(1))).toEqual(zeros);
  expect(await store.read(period(2))).toEqual({ ...zeros, reservedUnits: 7 });
  expect(await store.read(period(3))).toEqual({ ...zeros, reservedUnits: 7 });
});

test("keeps the periods of other lengths and other budgets", async () => {
  const store = createMemoryBudgetStore();
  const run: BudgetPeriod = { id: "uploads/run", name: "uploads", per: "run", startsAtMs: 0, endsAtMs: null };
  const other: BudgetPeriod = { ...period(1), id: "texts/hour/1", name: "texts" };
  for (const one of [run, other]) await store.reserve({ id: "a", period: one, amountUnits: 3 }, 10);
  for (const hour of [1, 2, 3]) await store.reserve({ id: "b", period: period(hour), amountUnits: 7 }, 10);
  expect((await store.read(run)).reservedUnits).toBe(3);
  expect((await store.read(other)).reservedUnits).toBe(3);
});

test("keeps the current period if the clock goes back", async () => {
  const store = createMemoryBudgetStore();
  for (const hour of [5, 6, 1]) await store.reserve({ id: "a", period: period(hour), amountUnits: 7 }, 10);
  expect((await store.read(period(1))).reservedUnits).toBe(7);
  expect((await store.read(period(6))).reservedUnits).toBe(7);
});
