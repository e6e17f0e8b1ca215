import { createMemoryBudgetStore } from "../src/guard.ts";
import type { BudgetStore } from "../src/guard.ts";

/** Wraps a budget store in memory and replaces some of its methods. */
export function brokenBudgetStore(methods: Partial<BudgetStore>): BudgetStore {
  const memory = createMemoryBudgetStore();
  return {
    reserve: async (reservation, limitUnits) => memory.reserve(reservation, limitUnits),
    settle: async (reservation, outcome) => memory.settle(reservation, outcome),
    adjust: async (period, change) => memory.adjust(period, change),
    read: async (period) => memory.read(period),
    ...methods,
  };
}
