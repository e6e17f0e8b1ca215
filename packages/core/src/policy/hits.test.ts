import { describe, expect, it } from "vitest";
import { outputOf, pictureOf, taskOfResults, textOf, v2Reply } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { readFrames } from "../client/read-frames.ts";
import { redactTask } from "../protocol/redact-task.ts";
import { decide } from "./decide.ts";
import type { HitsCondition, Policy } from "./policy.ts";

const KINDS = ["filters", "pii", "urls"] as const;
const asks = (kind: HitsCondition["kind"]): Policy => ({ block: [{ kind }] });
const text = { start_char_index: 0, end_char_index: 4, classes: [{ class: "hate", score: 2 }] };
const v3 = (...frames: readonly object[]): object => ({
  task_id: "1",
  output: frames.map((frame) => ({ classes: [{ class: "hate", value: 2 }], ...frame })),
});
/** The texts of an image. */
const blocks = (...all: readonly object[]): object =>
  v2Reply([{ time: 0, frame_results: all.map((block) => ({ classes: text.classes, ...block })) }]);

describe("a list of hits", () => {
  it.each<[string, object, readonly string[]]>([
    ["v2 with all lists", v2Reply([text], { text_filters: [], pii_entities: [], urls: [] }), KINDS],
    ["v2 with one list", v2Reply([text], { pii_entities: [] }), ["pii"]],
    ["v2 with a language only", v2Reply([text], { language: "EN", moderated_classes: ["hate"] }), []],
    ["v2 with null", v2Reply([text], { text_filters: null, pii_entities: null, urls: null }), []],
    ["v3 with string_matches", v3({ string_matches: [] }), ["filters"]],
    ["v3 with string_matches in one of two", v3({ string_matches: [] }, {}), []],
    ["v3 with null", v3({ string_matches: null }), []],
    ["v3 without", v3({}), []],
    [
      "an image with texts",
      blocks({ text_filters: [], pii_entities: [] }, { text_filters: [] }),
      ["filters"],
    ],
    ["an image with texts without lists", blocks({}), []],
  ])("of %s is empty, or missing and unknown", async (_name, reply, given) => {
    for (const kind of KINDS) {
      const verdict = decide(decodeTask(reply), asks(kind));
      expect(verdict.decision).toBe(given.includes(kind) ? "allow" : "unknown");
      expect(verdict.unevaluated.map((one) => one.kind)).toEqual(given.includes(kind) ? [] : ["text"]);
      expect(await decide(readFrames(Response.json(reply)), asks(kind))).toEqual(verdict);
    }
  });

  it("that is missing is reported, and can be ignored", () => {
    const task = textOf({ hate: 0 });
    expect(decide(task, asks("urls")).unevaluated).toMatchObject([
      { rules: ["block[0]"], sentence: "The response has no list of URLs in the text." },
    ]);
    expect(decide(task, { block: [{ kind: "urls", ifMissing: "ignore" }] }).decision).toBe("allow");
  });

  it.each(KINDS)("%s that a stored task does not have is unknown", (kind) => {
    const task = textOf({ hate: 0 }, { text_filters: [], pii_entities: [], urls: [] });
    expect(decide(task, asks(kind)).decision).toBe("allow");
    const stored = JSON.parse(JSON.stringify({ ...task, raw: null }));
    delete stored.results[0].text[kind];
    expect(decide(stored, asks(kind))).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "text" }],
    });
  });

  it("whose hits have no type in a stored task is unknown to a condition on a type", () => {
    const task = textOf({ hate: 0 }, { text_filters: [{ value: "DARN", type: "profanity" }] });
    const stored = JSON.parse(JSON.stringify({ ...task, raw: null }));
    delete stored.results[0].text.filters[0].type;
    const policy: Policy = { block: [{ kind: "filters", types: ["slur"] }] };
    expect(decide(task, policy).decision).toBe("allow");
    expect(decide(stored, policy).decision).toBe("unknown");
  });

  it("is named by the sentences about hits without a type", () => {
    const hits = [{ value: "DARN" }];
    const task = textOf({ hate: 0 }, { text_filters: hits, urls: [...hits, ...hits] });
    const policy: Policy = {
      block: [
        { kind: "filters", types: ["slur"] },
        { kind: "urls", types: ["slur"] },
      ],
    };
    expect(decide(task, policy).unevaluated.map(({ sentence }) => sentence)).toEqual([
      "1 hit among the filtered words in the text has no type.",
      "2 hits among the URLs in the text have no type.",
    ]);
  });

  it("counts in the results that have it", () => {
    const [beside, frames] = [
      outputOf([{ scores: { yes_smoking: 0 } }]),
      [{ frame_results: [{ classes: text.classes, text_filters: [] }] }],
    ];
    const task = taskOfResults([beside, frames]);
    expect(decide(task, asks("filters")).decision).toBe("allow");
    expect(decide(task, asks("urls")).decision).toBe("unknown");
  });

  const partial = v3({ string_matches: [{ value: "DARN", type: "profanity" }] }, {});

  it("that is missing in some frames stays unknown if an unevaluated frame is ignored", async () => {
    const condition = { kind: "filters", types: ["slur"] } as const;
    const policy: Policy = { block: [condition], maxUnevaluatedFrames: 1 };
    const reply = v3({ string_matches: [{ value: "DARN", type: "profanity" }] }, {}, { classes: null });
    for (const task of [decodeTask(reply), redactTask(decodeTask(reply))]) {
      expect(decide(task, policy).decision).toBe("unknown");
    }
    expect((await decide(readFrames(Response.json(reply)), policy)).decision).toBe("unknown");
  });

  it("that is missing in some frames has no effect on other conditions, and can be ignored", () => {
    const task = decodeTask(partial);
    expect(decide(task, { block: [{ kind: "text", class: "hate", atLeast: 3 }] }).decision).toBe("allow");
    const ignored = { kind: "filters", types: ["slur"], ifMissing: "ignore" } as const;
    expect(decide(task, { block: [ignored] }).decision).toBe("allow");
    const both: Policy = {
      block: [{ kind: "any", of: [ignored, { kind: "text", class: "hate", atLeast: 2 }] }],
    };
    expect(decide(task, both).decision).toBe("block");
    expect(decide(task, { block: [{ kind: "filters", types: ["slur"] }] }).unevaluated).toMatchObject([
      { sentence: "Some texts of the response have no list of filtered words." },
    ]);
  });

  it("gives a redacted task the same verdict", () => {
    const hit = { value: "DARN", type: "profanity" };
    for (const beside of [{ text_filters: [] }, { text_filters: null }, { text_filters: [hit] }]) {
      const task = textOf({ hate: 0 }, beside);
      expect(decide(redactTask(task), asks("filters"))).toEqual(decide(task, asks("filters")));
    }
  });

  it("gives a task that was assembled by hand the verdict of its results", () => {
    const two = textOf({ hate: 0 }, { text_filters: [] });
    const together = { ...two, results: [...two.results, ...pictureOf({ hate: 0 }).results] };
    expect(decide(together, asks("filters")).decision).toBe("allow");
    expect(decide(together, asks("urls")).decision).toBe("unknown");
  });

  it("that is missing in some frames keeps the hits of the others", () => {
    const reply = v3({ string_matches: [{ value: "DARN", type: "profanity" }] }, {});
    expect(decide(decodeTask(reply), asks("filters")).decision).toBe("block");
  });

  it.each<[string, object]>([
    ["more hits than it has", { count: 2 }],
    ["another type of hit", { types: ["slur"] }],
  ])("that is missing in some frames is unknown to a condition on %s", async (_name, condition) => {
    const policy: Policy = { block: [{ kind: "filters", ...condition }] };
    const replies = [
      v3({ string_matches: [{ value: "DARN", type: "profanity" }] }, {}),
      blocks({ text_filters: [{ value: "DARN", type: "profanity" }] }, {}),
    ];
    for (const reply of replies) {
      expect(decide(decodeTask(reply), policy).decision).toBe("unknown");
      expect((await decide(readFrames(Response.json(reply)), policy)).decision).toBe("unknown");
    }
  });
});

it("a list that only one of two text results has is incomplete", () => {
  const entry = (lists: object): object => ({
    status: { code: "0", message: "SUCCESS" },
    response: { input: {}, output: [text], language: "EN", moderated_classes: ["hate"], ...lists },
  });
  const both = decodeTask({ id: "1", status: [entry({ pii_entities: [] }), entry({ pii_entities: [] })] });
  expect(decide(both, asks("pii")).decision).toBe("allow");
  const one = decodeTask({ id: "1", status: [entry({ pii_entities: [] }), entry({})] });
  expect(decide(one, asks("pii"))).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "text", sentence: "Some texts of the response have no list of personal data." }],
  });
});

it("a hit without a type makes a condition on a type unknown, even if the policy ignores missing lists", () => {
  const reply = v2Reply([text], { text_filters: [{ value: "DARN" }], pii_entities: [] });
  const rule = { kind: "filters", types: ["slur"], ifMissing: "ignore" } as const;
  expect(decide(decodeTask(reply), { block: [rule] })).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "text", isIgnored: false }],
  });
  expect(decide(decodeTask(reply), { block: [{ ...rule, count: 2 }] }).decision).toBe("allow");
});
