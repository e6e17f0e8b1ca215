import type { Search } from "../operators/findings.ts";
import type { OperatorsFacts, OperatorsTiming } from "../programs/operators-program.ts";
import { NODE_24 } from "../programs/runtimes.ts";
import { runProgram } from "../programs/run-program.ts";
import { median } from "../report/median.ts";
import { round } from "../report/round.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";

const KIB = 1024;
const FRAMES = 3600;
/** The payload's frames are 1.001 s apart. */
const SECONDS_PER_FRAME = 1.001;

const SEARCH: Search = {
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
  least: 0.9,
  rule: { enter: 0.9, leave: 0.6, minSeconds: 2, gapSeconds: 2 },
};

/** Operators beside the same as a plain loop: on frames in memory, where only they cost, and on a reply that is read. */
export const operatorsCases: readonly BenchCase[] = [
  { group: "operators", name: "operators-3600", run: measure },
];

async function measure(context: BenchContext): Promise<CaseResult> {
  const frames = Math.round(FRAMES / context.shrink);
  const payload = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const task = {
    payload,
    chunkBytes: 64 * KIB,
    search: SEARCH,
    durationSeconds: frames * SECONDS_PER_FRAME,
    warmUps: 2,
    rounds: 5,
  };
  const facts: OperatorsFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    facts.push(await runProgram({ program: "operators", task }));
  }
  const value = median(facts.map((one) => besideLoop(one, "readMs")));
  return {
    rows: (["operators", "loop"] as const).map((contestant) => rowOf(contestant, facts)),
    figures: [{ bound: "operators", where: NODE_24.name, value }],
    problems: [...new Set(facts.flatMap(({ problems }) => problems))].map((one) => `operators-3600: ${one}`),
  };
}

function rowOf(contestant: "operators" | "loop", facts: readonly OperatorsFacts[]): Row {
  const perSecond = (kind: keyof OperatorsTiming): number =>
    median(facts.map((one) => (one.frames * 1000) / median(one[contestant][kind])));
  const [first] = facts;
  return {
    contestant: contestant === "operators" ? "aboveThreshold + segments" : "a plain loop",
    frames: first?.frames ?? 0,
    "frames that pass": first?.findings.passed ?? 0,
    segments: first?.findings.segments ?? 0,
    "frames/s, in memory": round(perSecond("heldMs")),
    "µs per frame, in memory": round(1e6 / perSecond("heldMs")),
    "frames/s, read from a reply": round(perSecond("readMs")),
    "speed beside the loop, read": round(
      contestant === "loop" ? 1 : median(facts.map((one) => besideLoop(one, "readMs"))),
    ),
  };
}

function besideLoop({ operators, loop }: OperatorsFacts, kind: keyof OperatorsTiming): number {
  return median(loop[kind]) / median(operators[kind]);
}
