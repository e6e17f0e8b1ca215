import { expect, it } from "vitest";
import { runPanelFaults } from "./panel-faults.ts";

// `npm run measure -- panel` makes 1,000 runs.
it(
  "a panel never allows an item without all its members, and knows what the emulator charged",
  { timeout: 120_000 },
  async () => {
    const { problem, runs, withoutCancellation } = await runPanelFaults(200, 1);
    expect(problem).toBeNull();
    expect(withoutCancellation).toBeGreaterThan(runs / 4);
  },
);
