import { expect, it } from "vitest";
import { findPlantedPhrases } from "./planted-phrases.ts";
import { TEXT_NAMES } from "./planted-texts.ts";

// `npm run measure -- texts` tries every place.
it.each(TEXT_NAMES)(
  "finds a phrase that lies across the start or the end of a piece: %s",
  async (name) => {
    const v2 = await findPlantedPhrases(name, { step: 53, api: "v2" });
    const v3 = await findPlantedPhrases(name, { step: 97, api: "v3" });
    for (const { cases, missed, problem } of [v2, v3]) {
      expect({ missed, problem }).toEqual({ missed: 0, problem: null });
      expect(cases).toBeGreaterThan(5);
    }
  },
  60_000,
);
