import { startProgram } from "./child-program.ts";
import type { BudgetFacts, BudgetRun } from "./budget-faults.ts";
import type { BudgetTask } from "./budget-program.ts";
import type { EstimateFacts } from "./charge-estimates.ts";
import { describeError } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { getProgramPath, NODE_24 } from "./runtimes.ts";

const CALLS = 20_000;
const IN_FLIGHT = 64;
const LIMIT_USD = 10;
const COUNT_PER_KIND = 40;

/** Makes calls with a budget and faults of every kind, and compares the budget with the journal of the emulator. */
export async function measureBudget(): Promise<Measurement> {
  const rows: Row[] = [];
  for (const estimate of ["largest", "smallest", "default"] as const) {
    console.error(`Making ${CALLS} calls with the ${estimate} estimate ...`);
    rows.push(
      await measureRun({
        calls: CALLS,
        inFlight: IN_FLIGHT,
        limitUsd: LIMIT_USD,
        seed: Date.now() % 1000,
        estimate,
      }),
    );
  }
  return {
    title:
      `${CALLS} calls, ${IN_FLIGHT} in flight, with a budget of ${LIMIT_USD} US dollars, faults of every kind, ` +
      `retries, aborts and streams closed early. ` +
      `The emulator bills at most the limit, plus retries after unknown outcomes, and the differences between charges ` +
      `and estimates of calls in flight and of unknown outcomes. The charges of results are spent, ` +
      `the estimates of other attempts that may be billed are unknown, and nothing stays reserved.`,
    rows,
  };
}

/** Compares estimates with the charges of the emulator. */
export async function measureEstimates(): Promise<Measurement> {
  console.error(`Generating ${5 * COUNT_PER_KIND} media files ...`);
  return {
    title:
      `Estimated charges of ${5 * COUNT_PER_KIND} generated media files, compared with the charges of the emulator, ` +
      `in US dollars. Only those of split texts may differ.`,
    rows: await measureKinds(),
  };
}

async function measureRun(run: BudgetRun): Promise<Row> {
  try {
    const facts = await runProgram<BudgetFacts>({ run });
    const { rejected, results, failures, billedUsd, state, allowanceUsd, problem } = facts;
    const { spentUsd, unknownUsd, reservedUsd } = state;
    const cells = {
      estimate: run.estimate,
      results,
      failures,
      rejected,
      billedUsd,
      spentUsd,
      unknownUsd,
      reservedUsd,
      allowanceUsd,
    };
    return { cells, problem };
  } catch (error) {
    return { cells: { estimate: run.estimate }, problem: describeError(error) };
  }
}

async function measureKinds(): Promise<readonly Row[]> {
  try {
    const facts = await runProgram<readonly EstimateFacts[]>({ countPerKind: COUNT_PER_KIND });
    return facts.map((one) => ({
      cells: { ...one },
      problem:
        one.kind !== "text" && one.largestErrorUsd !== 0 ? "an estimate differs from the charge" : null,
    }));
  } catch (error) {
    return [{ cells: {}, problem: describeError(error) }];
  }
}

async function runProgram<Facts>(task: BudgetTask): Promise<Facts> {
  const program = startProgram(NODE_24.command(getProgramPath("budget-program"), JSON.stringify(task)));
  try {
    return JSON.parse(await program.nextLine());
  } finally {
    await program.end();
  }
}
