import { describe, expect, it } from "vitest";
import { checkMutation, checkSpecimen } from "./mutations/check-mutation.ts";
import { SPECIMENS } from "./mutations/specimens.ts";

/** Takes about two seconds; npm run fuzz-replies checks any number. */
const REPLIES = 3000;

describe("a response that a policy blocks", () => {
  it.each(SPECIMENS.map((specimen) => [specimen.name, specimen] as const))("%s", async (_name, specimen) => {
    // Models that judge nothing, logos without a score, and words in a picture prove nothing.
    const decision = ["v2/transcription", "v2/translation", "v2/celebrity", "v2/logo"].includes(specimen.name)
      ? "unknown"
      : "block";
    expect(await checkSpecimen(specimen)).toEqual([decision, decision, decision, decision]);
  });

  it("is never allowed after a mutation", async () => {
    const seed = Date.now() % 1_000_000_000;
    const counts = { block: 0, review: 0, unknown: 0, error: 0 };
    for (let index = 0; index < REPLIES; index++) counts[await checkMutation(seed, index)]++;
    // All of them must happen often, or the mutations prove nothing.
    expect(counts.review, `seed ${seed}`).toBe(0);
    expect(Math.min(counts.block, counts.unknown, counts.error), `seed ${seed}`).toBeGreaterThan(
      REPLIES / 10,
    );
  });
});
