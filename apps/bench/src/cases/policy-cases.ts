import type { Policy } from "@hivekit/core/policy";
import { NODE_24 } from "../programs/runtimes.ts";
import type { PolicyCost, PolicyFacts } from "../programs/policy-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { median, round } from "../report/statistics.ts";
import type { Figure } from "../report/targets.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { POLICY_OF_30, POLICY_OF_40, POLICY_WITH_TAGS } from "./policies.ts";

const KIB = 1024;
const FRAMES = 36_000;
const ROUNDS = 3;
/** The policies by the name that the table shows. */
const POLICIES: Readonly<Record<string, Policy>> = {
  "30 conditions": POLICY_OF_30,
  "40 conditions": POLICY_OF_40,
  "40 conditions, 10 tags": POLICY_WITH_TAGS,
};

/** The cost of policies compared to reading the frames. */
export const policyCases: readonly BenchCase[] = [createPolicyCase(FRAMES)];

/** Creates a case with the number of frames. */
export function createPolicyCase(frames: number): BenchCase {
  const name = `policy-${frames}`;
  return { group: "policy", name, run: (context) => measure(name, { ...context, frames }) };
}

async function measure(
  name: string,
  context: BenchContext & { readonly frames: number },
): Promise<CaseResult> {
  const frames = Math.round(context.frames / context.shrink);
  const payload = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const task = { payload, chunkBytes: 64 * KIB, policies: POLICIES, rounds: ROUNDS };
  const facts: PolicyFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    facts.push(await runProgram({ program: "policy", task }));
  }
  return {
    rows: Object.keys(POLICIES).map((policy) => ({
      policy,
      frames,
      "µs to read a frame": round(median(facts.map(({ readUs }) => median(readUs)))),
      "µs to judge a frame": round(medianOf(facts, policy, "takeUs")),
      "judging / reading": round(compareWithReading(facts, policy)),
      "ms for the verdict": round(medianOf(facts, policy, "verdictMs")),
    })),
    figures: createFigures(facts),
    problems: facts
      .flatMap(({ costs }) => Object.entries(costs))
      .filter(([, cost]) => cost.frames !== frames)
      .map(([policy, cost]) => `${name}, ${policy}: ${cost.frames} of ${frames} frames were judged`),
  };
}

function createFigures(facts: readonly PolicyFacts[]): readonly Figure[] {
  const getUs = ({ costs }: PolicyFacts, policy: string): number => median(costs[policy]?.takeUs ?? []);
  const withTags = (one: PolicyFacts): number =>
    getUs(one, "40 conditions, 10 tags") / getUs(one, "40 conditions");
  return [
    { target: "policy", where: NODE_24.name, value: compareWithReading(facts, "30 conditions") },
    { target: "tags", where: NODE_24.name, value: median(facts.map(withTags)) },
  ];
}

function medianOf(
  facts: readonly PolicyFacts[],
  policy: string,
  key: keyof Pick<PolicyCost, "takeUs" | "verdictMs">,
): number {
  return median(facts.map(({ costs }) => median(costs[policy]?.[key] ?? [])));
}

function compareWithReading(facts: readonly PolicyFacts[], policy: string): number {
  return median(facts.map(({ readUs, costs }) => median(costs[policy]?.takeUs ?? []) / median(readUs)));
}
