/** Tests for custom stores of `@hivekit/core/guard`. They need no test framework. */
export { budgetStoreCases } from "./guard/budget-store-cases.ts";
export type { StoreCase } from "./guard/budget-store-cases.ts";
export { verdictStoreCases } from "./guard/verdict-store-cases.ts";
