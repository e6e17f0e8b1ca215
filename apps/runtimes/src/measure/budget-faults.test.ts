import { expect, it } from "vitest";
import { runBudgetFaults } from "./budget-faults.ts";

// `npm run measure -- budget` makes 20,000 calls.
it.each(["largest", "smallest", "default"] as const)(
  "a budget with the %s estimate explains every charge, and stops at its limit",
  { timeout: 60_000 },
  async (estimate) => {
    const facts = await runBudgetFaults({ calls: 1000, inFlight: 64, limitUsd: 3, seed: 1, estimate });
    expect(facts.problem).toBeNull();
    expect(facts.results).toBeGreaterThan(50);
    expect(facts.failures).toBeGreaterThan(50);
    expect(facts.rejected).toBeGreaterThan(50);
  },
);
