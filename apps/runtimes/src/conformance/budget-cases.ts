import { createBudget, createMemoryBudgetStore, withBudget } from "@hivekit/core/guard";
import { budgetStoreCases } from "@hivekit/core/guard/testing";
import { captureError, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-visual";

/** Budgets. */
export const BUDGET_CASES: readonly ConformanceCase[] = [
  {
    name: "rejects a call that exceeds its budget, and sends nothing",
    project,
    run: async ({ hive, media, observe }) => {
      const budget = createBudget({ limitUsd: 0.005, per: "day" });
      const guarded = withBudget(hive(), { budget });
      const bytes = await media("shapes.jpg");
      await guarded.classify({ media: bytes });
      const error = await captureError(guarded.classify({ media: bytes }));
      expectEqual(Reflect.get(Object(error), "kind"), "budget");
      const { spentUsd, reservedUsd, remainingUsd } = await budget.state();
      expectEqual([spentUsd, reservedUsd, remainingUsd], [0.003, 0, 0.002]);
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "releases the reservation of a rejected call, and keeps the estimate after an unknown outcome",
    project,
    emulator: { faults: "400,504" },
    run: async ({ hive, media }) => {
      const budget = createBudget({ limitUsd: 1, per: "run" });
      const guarded = withBudget(hive(), { budget });
      const bytes = await media("shapes.jpg");
      await captureError(guarded.classify({ media: bytes }));
      expectEqual((await budget.state()).remainingUsd, 1);
      await captureError(guarded.classify({ media: bytes }));
      const { unknownUsd, reservedUsd } = await budget.state();
      expectEqual([unknownUsd, reservedUsd], [0.003, 0]);
    },
  },
  {
    name: "counts the charge of a complete stream, and the estimate of one that is closed early",
    project,
    run: async ({ hive, media }) => {
      const budget = createBudget({ limitUsd: 1, per: "run" });
      const guarded = withBudget(hive(), { budget, estimateUsd: () => 0.5 });
      const bytes = await media("colors.mp4");
      const stream = guarded.frames({ media: bytes });
      const times: (number | null)[] = [];
      for await (const frame of stream) times.push(frame.timeSeconds);
      const chargeUsd = (times.length * 3) / 1000;
      expectEqual((await budget.state()).spentUsd, chargeUsd);
      for await (const frame of guarded.frames({ media: bytes })) {
        expectEqual(frame.index, 0);
        break;
      }
      const { spentUsd, unknownUsd, reservedUsd } = await budget.state();
      expectEqual([spentUsd, unknownUsd, reservedUsd], [chargeUsd, 0.5, 0]);
    },
  },
  {
    name: "passes the tests of budget stores with the store in memory",
    project,
    run: async () => {
      for (const { run } of budgetStoreCases(createMemoryBudgetStore)) await run();
    },
  },
];
