import { describe, expect, it } from "vitest";
import { outputOf, pictureOf, taskOf, textOf, v2Reply, videoOf } from "../../test/policy-replies.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import { definePolicy } from "./define-policy.ts";
import type { Policy } from "./policy.ts";

const policy: Policy = {
  block: { yes_sexual_activity: 0.9 },
  tags: {
    "age-restricted": { yes_female_nudity: 0.9, yes_smoking: 0.9 },
    graphic: [{ kind: "any", of: { very_bloody: 0.8 } }],
  },
};
const clean = { yes_sexual_activity: 0, yes_female_nudity: 0, yes_smoking: 0, very_bloody: 0 };

describe("a tag", () => {
  it("is listed with its reasons if one of its conditions holds", () => {
    const { tags, unknownTags, decision, reasons } = decide(
      pictureOf({ ...clean, yes_female_nudity: 0.95, very_bloody: 0.85 }),
      policy,
    );
    expect({ decision, reasons, unknownTags }).toEqual({ decision: "allow", reasons: [], unknownTags: [] });
    expect(tags).toMatchObject([
      {
        tag: "age-restricted",
        reasons: [
          {
            decision: null,
            rule: "tags.age-restricted.yes_female_nudity",
            class: "yes_female_nudity",
            score: 0.95,
            threshold: 0.9,
            frames: [0],
            sentence: "Tag age-restricted: yes_female_nudity scored 0.95 (threshold 0.9) in 1 frame.",
          },
        ],
      },
      {
        tag: "graphic",
        reasons: [
          {
            rule: "tags.graphic[0]",
            kind: "any",
            parts: [{ rule: "tags.graphic[0].of.very_bloody", decision: null }],
            sentence: "Tag graphic: very_bloody scored 0.85 (threshold 0.8) in 1 frame.",
          },
        ],
      },
    ]);
  });

  it("does not change the decision, and the decision does not change it", () => {
    expect(
      decide(pictureOf({ ...clean, yes_sexual_activity: 1, yes_female_nudity: 1 }), policy),
    ).toMatchObject({
      decision: "block",
      reasons: [{ decision: "block", rule: "block.yes_sexual_activity" }],
      tags: [{ tag: "age-restricted" }],
    });
  });

  it("is in neither list if none of its conditions holds and nothing is missing", () => {
    expect(decide(pictureOf(clean), policy)).toMatchObject({ tags: [], unknownTags: [], unevaluated: [] });
  });

  it("may have any name, also one that plain objects inherit", () => {
    const named = JSON.parse(
      '{ "tags": { "__proto__": { "yes_smoking": 0.9 }, "18+": { "yes_smoking": 0.9 } } }',
    );
    expect(decide(pictureOf(clean), definePolicy(named)).tags).toEqual([]);
    const { tags } = decide(pictureOf({ yes_smoking: 1 }), definePolicy(named));
    expect(tags.map(({ tag, reasons }) => [tag, reasons[0]?.rule])).toEqual([
      ["__proto__", "tags.__proto__.yes_smoking"],
      ["18+", "tags.18+.yes_smoking"],
    ]);
  });

  it("may be all that a policy has", () => {
    const only = definePolicy({ tags: { smoking: { yes_smoking: 0.9 } } });
    expect(decide(pictureOf({ yes_smoking: 1 }), only)).toMatchObject({
      decision: "allow",
      tags: [{ tag: "smoking" }],
    });
  });

  it("applies to texts, hits, labels and hash matches", () => {
    const texts: Policy = {
      tags: { insult: { hate: 2 }, swearing: [{ kind: "filters" }], private: [{ kind: "pii" }] },
    };
    const hit = { text_filters: [{ value: "x", type: "profanity" }] };
    expect(decide(textOf({ hate: 2 }, hit), texts)).toMatchObject({
      tags: [{ tag: "insult" }, { tag: "swearing" }],
      unknownTags: [],
    });
    const labeled = decodeTask({ id: "1", status: ["nsfw", "sfw"] });
    const answers: Policy = { tags: { nsfw: [{ kind: "labels", labels: ["nsfw"] }] } };
    expect(decide(labeled, answers).tags).toMatchObject([{ tag: "nsfw", reasons: [{ count: 1 }] }]);
    const matched: Policy = {
      tags: { known: [{ kind: "match" }], other: [{ kind: "match", types: ["NONE"] }] },
    };
    expect(decide(decodeTask(readFixture("v2/csam-match")), matched)).toMatchObject({
      decision: "block",
      reasons: [{ rule: "match" }],
      tags: [{ tag: "known", reasons: [{ decision: null, rule: "tags.known[0]" }] }],
      unknownTags: [],
    });
  });
});

describe("an unknown tag", () => {
  it("lacks data, which the decision ignores", () => {
    const { yes_smoking: _gone, ...scores } = clean;
    expect(decide(pictureOf(scores), policy)).toEqual(
      expect.objectContaining({
        decision: "allow",
        tags: [],
        unknownTags: ["age-restricted"],
        unevaluated: [
          {
            kind: "class",
            rules: ["tags.age-restricted.yes_smoking"],
            class: "yes_smoking",
            resultIndex: null,
            frames: [],
            isIgnored: true,
            sentence: "The model does not score yes_smoking; only tags depend on it.",
          },
        ],
      }),
    );
  });

  it("is not unknown if another of its conditions holds", () => {
    const { yes_smoking: _gone, ...scores } = clean;
    expect(decide(pictureOf({ ...scores, yes_female_nudity: 1 }), policy)).toMatchObject({
      tags: [{ tag: "age-restricted" }],
      unknownTags: [],
    });
  });

  it("is not unknown if its condition ignores missing data", () => {
    const tolerant: Policy = {
      block: { yes_nazi: 0.9 },
      tags: { smoking: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } } },
    };
    expect(decide(pictureOf({ yes_nazi: 0 }), tolerant)).toMatchObject({
      decision: "allow",
      unknownTags: [],
      unevaluated: [
        { isIgnored: true, sentence: "The model does not score yes_smoking; the policy ignores this." },
      ],
    });
  });

  it("results from frames that were not evaluated, as the decision does", () => {
    const task = decodeTask(v2Reply([...outputOf([{ time: 0, scores: clean }]), { time: 1, classes: [] }]));
    expect(decide(task, policy)).toMatchObject({
      decision: "unknown",
      unknownTags: ["age-restricted", "graphic"],
    });
    expect(decide(task, { ...policy, maxUnevaluatedFrames: 1 })).toMatchObject({
      decision: "allow",
      unknownTags: [],
    });
  });

  it("shares the missing data with the decision in entries of their own", () => {
    const both: Policy = { block: { yes_nazi: 0.9 }, tags: { hateful: { yes_nazi: 0.5 } } };
    expect(decide(pictureOf({ yes_smoking: 0 }), both)).toMatchObject({
      decision: "unknown",
      unknownTags: ["hateful"],
      unevaluated: [
        { rules: ["block.yes_nazi"], isIgnored: false },
        { rules: ["tags.hateful.yes_nazi"], isIgnored: true },
      ],
    });
  });

  it("results from a task without frames, unless it tests the answers of reviewers", () => {
    const labeled = decodeTask({ id: "1", status: ["sfw"] });
    const mixed: Policy = {
      block: [{ kind: "labels", labels: ["nsfw"] }],
      tags: { smoking: { yes_smoking: 0.9 }, odd: [{ kind: "labels", labels: ["odd"] }] },
    };
    expect(decide(labeled, mixed)).toMatchObject({ decision: "allow", tags: [], unknownTags: ["smoking"] });
    // The tag does not change the decision, which needs frames.
    const frames: Policy = {
      block: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } },
      tags: { odd: [{ kind: "labels", labels: ["odd"] }] },
    };
    expect(decide(labeled, frames)).toMatchObject({ decision: "unknown", tags: [], unknownTags: [] });
  });
});

describe("a decider with tags", () => {
  const frames = taskOf(
    [
      clean,
      { ...clean, very_bloody: 0.9 },
      { ...clean, yes_sexual_activity: 1 },
      { ...clean, yes_smoking: 1 },
    ].map((scores, time) => ({ time, scores })),
  );

  it("settles the decision and the tags separately", () => {
    const decider = createDecider(policy);
    const steps = (frames.results[0]?.frames ?? []).map((frame) => {
      decider.take(frame);
      return [decider.settled, decider.settledTags, decider.isSettled];
    });
    expect(steps).toEqual([
      [null, [], false],
      [null, ["graphic"], false],
      ["block", ["graphic"], false],
      ["block", ["age-restricted", "graphic"], true],
    ]);
  });

  it("lists tags that have not come to hold as unknown before the end", () => {
    const decider = createDecider(policy);
    for (const frame of frames.results[0]?.frames.slice(0, 3) ?? []) decider.take(frame);
    const early = { decision: "block", tags: [{ tag: "graphic" }], unknownTags: ["age-restricted"] };
    expect(decider.verdict()).toMatchObject(early);
    expect(decider.verdict(frames)).toMatchObject(early);
    const [, , , last] = frames.results[0]?.frames ?? [];
    if (last !== undefined) decider.take(last);
    expect(decider.verdict(frames)).toEqual(decide(frames, policy));
  });

  it("is settled without tags as soon as the decision is", () => {
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    expect([decider.settledTags, decider.isSettled]).toEqual([[], false]);
    for (const frame of videoOf("yes_smoking", [1]).results[0]?.frames ?? []) decider.take(frame);
    expect([decider.settledTags, decider.isSettled]).toEqual([[], true]);
  });

  it("settles a tag with the hash match that it names", () => {
    const decider = createDecider({
      tags: { known: [{ kind: "match" }], other: [{ kind: "match", types: ["NONE"] }] },
    });
    for (const frame of decodeTask(readFixture("v2/csam-match")).results[0]?.frames ?? [])
      decider.take(frame);
    expect([decider.settled, decider.settledTags, decider.isSettled]).toEqual(["block", ["known"], false]);
  });
});
