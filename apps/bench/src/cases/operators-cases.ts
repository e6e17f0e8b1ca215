import type { FrameSearch } from "../operators/frame-search.ts";
import type { OperatorsFacts, OperatorsTask, OperatorsTiming } from "../programs/operators-program.ts";
import { NODE_24 } from "../programs/runtimes.ts";
import { runProgram } from "../programs/run-program.ts";
import { median, round } from "../report/statistics.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";

const KIB = 1024;
const FRAMES = 3600;
/** The payload's frames are 1.001 s apart. */
const SECONDS_PER_FRAME = 1.001;

const SEARCH: FrameSearch = {
  classes: [
    "general_nsfw",
    "yes_female_nudity",
    "yes_smoking",
    "gun_in_hand",
    "very_bloody",
    "yes_middle_finger",
    "yes_nazi",
    "yes_pills",
  ],
  minScore: 0.9,
  rule: { enter: 0.9, leave: 0.6, minSeconds: 2, gapSeconds: 2 },
};

/** The operators compared to a plain loop: with frames in memory, and with frames that are read from a response. */
export const operatorsCases: readonly BenchCase[] = [createOperatorsCase({ warmUps: 2, rounds: 5 })];

/** Creates a case with the number of rounds. */
export function createOperatorsCase(turns: Pick<OperatorsTask, "warmUps" | "rounds">): BenchCase {
  return { group: "operators", name: "operators-3600", run: (context) => measure(turns, context) };
}

async function measure(
  turns: Pick<OperatorsTask, "warmUps" | "rounds">,
  context: BenchContext,
): Promise<CaseResult> {
  const frames = Math.round(FRAMES / context.shrink);
  const payload = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const task = {
    payload,
    chunkBytes: 64 * KIB,
    search: SEARCH,
    durationSeconds: frames * SECONDS_PER_FRAME,
    ...turns,
  };
  const facts: OperatorsFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    facts.push(await runProgram({ program: "operators", task }));
  }
  const value = median(facts.map((one) => compareToLoop(one, "readMs")));
  return {
    rows: (["operators", "loop"] as const).map((variant) => createRow(variant, facts)),
    figures: [{ target: "operators", where: NODE_24.name, value }],
    problems: [...new Set(facts.flatMap(({ problems }) => problems))].map((one) => `operators-3600: ${one}`),
  };
}

function createRow(variant: "operators" | "loop", facts: readonly OperatorsFacts[]): Row {
  const perSecond = (kind: keyof OperatorsTiming): number =>
    median(facts.map((one) => (one.frames * 1000) / median(one[variant][kind])));
  const [first] = facts;
  return {
    implementation: variant === "operators" ? "aboveThreshold + segments" : "a plain loop",
    frames: first?.frames ?? 0,
    "frames above threshold": first?.result.passed ?? 0,
    segments: first?.result.segments ?? 0,
    "frames/s, in memory": round(perSecond("heldMs")),
    "µs per frame, in memory": round(1e6 / perSecond("heldMs")),
    "frames/s, read from a response": round(perSecond("readMs")),
    "vs loop, read from a response": round(
      variant === "loop" ? 1 : median(facts.map((one) => compareToLoop(one, "readMs"))),
    ),
  };
}

function compareToLoop({ operators, loop }: OperatorsFacts, kind: keyof OperatorsTiming): number {
  return median(loop[kind]) / median(operators[kind]);
}
