/** Limits what calls cost: estimates, budgets, and one submission for equal bytes. */
export type {
  BudgetAdmission,
  BudgetAmounts,
  BudgetInterval,
  BudgetPeriod,
  BudgetStore,
  BudgetTotals,
  StoredReservation,
} from "./guard/budget-store.ts";
export type { HiveCalls, HiveVlmCalls } from "./guard/hive-calls.ts";
export { createMemoryBudgetStore } from "./guard/memory-budget-store.ts";
