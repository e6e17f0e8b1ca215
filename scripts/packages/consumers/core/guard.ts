import { HiveClient } from "@hivekit/core";
import { createBudget, estimateCharge, LIST_PRICES, withBudget } from "@hivekit/core/guard";
import type { Budget, BudgetStore, HiveCalls, Prices } from "@hivekit/core/guard";
import { budgetStoreCases } from "@hivekit/core/guard/testing";
import { HiveVlm } from "@hivekit/core/vlm";

const prices: Prices = { usdPerImage: LIST_PRICES.usdPerImage.value };

export function guard(store: BudgetStore): HiveCalls {
  const budget: Budget = createBudget({ limitUsd: 20, per: "day", store, name: "uploads" });
  // @ts-expect-error -- there is no such period
  createBudget({ limitUsd: 20, per: "week" });
  // @ts-expect-error -- a model needs the prices of tokens
  withBudget(new HiveVlm({ apiKey: "k" }), { budget, prices });
  return withBudget(new HiveClient({ apiKey: "k" }), { budget, prices });
}

export async function check(store: BudgetStore): Promise<number> {
  for (const { run } of budgetStoreCases(() => store)) await run();
  return estimateCharge({ kind: "video", durationSeconds: 27.4 }, prices);
}
