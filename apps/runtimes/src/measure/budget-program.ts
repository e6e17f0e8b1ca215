import { runBudgetFaults } from "./budget-faults.ts";
import type { BudgetRun } from "./budget-faults.ts";
import { compareEstimates } from "./charge-estimates.ts";

/** The program's argument, as JSON: a run with faults, or the number of media of each kind. */
export type BudgetTask = { readonly run: BudgetRun } | { readonly countPerKind: number };

const task: BudgetTask = JSON.parse(process.argv[2] ?? "{}");
const facts = "run" in task ? await runBudgetFaults(task.run) : await compareEstimates(task.countPerKind);
console.log(JSON.stringify(facts));
process.exit();
