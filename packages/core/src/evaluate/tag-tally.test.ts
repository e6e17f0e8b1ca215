import { describe, expect, it } from "vitest";
import { TagTally } from "./tag-tally.ts";

const take = (
  tally: TagTally,
  truth: readonly string[],
  verdict: { readonly tags?: readonly string[]; readonly unknownTags?: readonly string[] },
): void => {
  const tags = (verdict.tags ?? []).map((tag) => ({ tag, reasons: [] }));
  tally.take(new Set(truth), { tags, unknownTags: verdict.unknownTags ?? [] });
};

describe("TagTally", () => {
  it("counts every outcome of a tag", () => {
    const tally = new TagTally(["graphic"]);
    take(tally, ["graphic"], { tags: ["graphic"] });
    take(tally, ["graphic"], { tags: ["graphic"] });
    take(tally, [], { tags: ["graphic"] });
    take(tally, ["graphic"], {});
    take(tally, ["graphic"], { unknownTags: ["graphic"] });
    take(tally, [], { unknownTags: ["graphic"] });
    take(tally, [], {});
    expect(tally.measure()["graphic"]).toMatchObject({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
      unknown: 2,
      unknownPositives: 1,
      trueNegatives: 1,
      // 2 of 3 set, 2 of the 4 that apply, 4 / (4 + 1 + 1 + 1).
      precision: 2 / 3,
      recall: 2 / 4,
      f1: 4 / 7,
    });
  });

  it("counts the examples before the first one that names a tag", () => {
    const tally = new TagTally([]);
    take(tally, [], {});
    take(tally, ["late"], {});
    take(tally, ["late", "late"], {});
    expect(tally.measure()["late"]).toMatchObject({
      trueNegatives: 1,
      falseNegatives: 2,
      precision: null,
      recall: 0,
    });
  });

  it("lists the tags of the policy even if no example has them, in alphabetical order", () => {
    const tally = new TagTally(["violence", "__proto__", "age"]);
    const measured = tally.measure();
    expect(Object.keys(measured)).toEqual(["__proto__", "age", "violence"]);
    expect(measured["age"]).toMatchObject({ trueNegatives: 0, precision: null, recall: null, f1: null });
  });
});
