/** Limits what calls cost: estimates, budgets, and one submission for equal bytes. */
export type { HiveCalls, HiveVlmCalls } from "./guard/hive-calls.ts";
