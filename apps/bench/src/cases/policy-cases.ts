import type { Policy } from "@hivekit/core/policy";
import { NODE_24 } from "../programs/runtimes.ts";
import type { PolicyFacts } from "../programs/policy-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { median, round } from "../report/statistics.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";

const KIB = 1024;
const FRAMES = 36_000;
const ROUNDS = 3;

/** 30 conditions of all kinds that apply to frames: 24 on single classes, three of them with seconds, and 6 others. */
const POLICY: Policy = {
  block: {
    general_nsfw: 0.9,
    yes_female_nudity: 0.9,
    yes_male_nudity: 0.9,
    yes_sexual_activity: 0.9,
    yes_realistic_nsfw: 0.9,
    animal_genitalia_and_human: 0.9,
    very_bloody: { atLeast: 0.9, forSeconds: 100_000 },
    human_corpse: { atLeast: 0.9, forSecondsInARow: 100_000, gapSeconds: 1 },
    hanging: 0.9,
    yes_self_harm: 0.9,
    yes_nazi: 0.9,
    yes_kkk: 0.9,
    yes_terrorist: 0.9,
    illicit_injectables: 0.9,
    yes_marijuana: { atLeast: 0.9, ifMissing: "ignore" },
  },
  review: [
    { kind: "class", class: "general_suggestive", atLeast: 0.9 },
    { kind: "class", class: "yes_sex_toy", atLeast: 0.9 },
    { kind: "class", class: "yes_female_underwear", atLeast: 0.9 },
    { kind: "class", class: "yes_male_underwear", atLeast: 0.9 },
    { kind: "class", class: "gun_in_hand", atLeast: 0.9, forSeconds: 2 },
    { kind: "class", class: "knife_in_hand", atLeast: 0.9, forFrames: 3 },
    { kind: "class", class: "yes_pills", atLeast: 0.9 },
    { kind: "class", class: "yes_smoking", atLeast: 0.9 },
    { kind: "class", class: "yes_middle_finger", atLeast: 0.9 },
    { kind: "sameFrame", of: { yes_undressed: 0.9, yes_child_present: 0.9 } },
    { kind: "sameFrame", of: { yes_sexual_intent: 0.9, yes_drawing: 0.5 }, forSeconds: 5 },
    { kind: "all", of: { yes_gambling: 0.9, yes_alcohol: 0.9 } },
    { kind: "any", of: { yes_confederate: 0.9 } },
    { kind: "boxes", class: "yes_smoking", atLeast: 0.5, count: 3, ifMissing: "ignore" },
  ],
};

/** The cost of a policy compared to reading the frames. */
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
  const facts: PolicyFacts[] = [];
  for (let index = 0; index < context.processes; index++) {
    const task = { payload, chunkBytes: 64 * KIB, policy: POLICY, rounds: ROUNDS };
    facts.push(await runProgram({ program: "policy", task }));
  }
  const medianOver = (value: (one: PolicyFacts) => number): number => median(facts.map(value));
  const ratio = medianOver((one) => median(one.takeUs) / median(one.readUs));
  return {
    rows: [
      {
        frames,
        conditions: 30,
        "µs to read a frame": round(medianOver((one) => median(one.readUs))),
        "µs to judge a frame": round(medianOver((one) => median(one.takeUs))),
        "judging / reading": round(ratio),
        "ms for the verdict": round(medianOver((one) => median(one.verdictMs))),
      },
    ],
    figures: [{ target: "policy", where: NODE_24.name, value: ratio }],
    problems: facts
      .filter((one) => one.frames !== frames)
      .map((one) => `${name}: ${one.frames} of ${frames} frames were judged`),
  };
}
