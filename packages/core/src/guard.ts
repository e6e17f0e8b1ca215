/** Limits what calls cost: estimates, budgets, and one submission for identical content. */
export { createBudget } from "./guard/create-budget.ts";
export type { BudgetOptions } from "./guard/create-budget.ts";
export type {
  Budget,
  BudgetOutcome,
  BudgetReservation,
  BudgetSnapshot,
  ReserveOptions,
} from "./guard/budget.ts";
export type {
  BudgetAdmission,
  BudgetAmounts,
  BudgetInterval,
  BudgetPeriod,
  BudgetStore,
  BudgetTotals,
  StoredReservation,
} from "./guard/budget-store.ts";
export { estimateCharge, explainCharge } from "./guard/estimate-charge.ts";
export type { ChargeableMedia, ChargeEstimate } from "./guard/estimate-charge.ts";
export type { GuardOptions, WithBudgetOptions, WithVlmBudgetOptions } from "./guard/guard-options.ts";
export type { HiveCalls, HiveVlmCalls } from "./guard/hive-calls.ts";
export { createMemoryBudgetStore } from "./guard/memory-budget-store.ts";
export { LIST_PRICES } from "./guard/prices.ts";
export type { Certainty, ListPrice, ListPrices, Prices, TokenPrices } from "./guard/prices.ts";
export { withBudget } from "./guard/with-budget.ts";
export { createMemoryVerdictStore } from "./guard/memory-verdict-store.ts";
export type { MemoryVerdictStoreOptions } from "./guard/memory-verdict-store.ts";
export type { ByteHash } from "./guard/byte-hash.ts";
export { isReused } from "./guard/reused-task.ts";
export { sampleBy } from "./guard/sample-by.ts";
export type { Sample, SampleOptions } from "./guard/sample-by.ts";
export type { VerdictClaim, VerdictLease, VerdictStore } from "./guard/verdict-store.ts";
export { withVerdictCache } from "./guard/with-verdict-cache.ts";
export type { VerdictCacheOptions } from "./guard/with-verdict-cache.ts";
