import { describe, expect, it } from "vitest";
import { outputOf, v2Reply } from "../../test/policy-replies.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { readFrames } from "../client/read-frames.ts";
import type { Frame } from "../result/frame.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";
import { RECOMMENDED_POLICY } from "./presets.ts";
import type { Verdict } from "./verdict.ts";

const streamOf = (reply: unknown): ReturnType<typeof readFrames> => readFrames(Response.json(reply));

const SCORES = [
  { yes_smoking: 0.1, yes_nazi: 0.02, general_nsfw: 0.3 },
  { yes_smoking: 0.95, yes_nazi: 0.01, general_nsfw: 0.2 },
  { yes_smoking: 0.93, yes_nazi: 0.4, general_nsfw: 0.1 },
];
const frames = SCORES.map((scores, time) => ({ time, scores }));

/** The same frames as each generation writes them. */
const REPLIES = {
  v1: { ...v2Reply(outputOf(frames)), status: Reflect.get(v2Reply(outputOf(frames)), "status")[0] },
  v2: v2Reply(outputOf(frames)),
  "v3 as documented": {
    task_id: "1",
    model: "hive/visual-moderation",
    version: "1",
    output: frames.map(({ time, scores }) => ({
      extra: [{ name: "timestamp", value: time }],
      classes: Object.entries(scores).map(([name, value]) => ({ class_name: name, value })),
    })),
  },
  "v3 as it responds": {
    task_id: "1",
    model: "hive/visual-moderation",
    output: frames.map(({ time, scores }) => ({
      extra: [{ name: "timestamp", value: time }],
      classes: Object.entries(scores).map(([name, value]) => ({ class: name, value })),
    })),
  },
};

describe("the same content", () => {
  const policy: Policy = {
    block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2 } },
    review: { yes_nazi: 0.4, general_nsfw: 0.9, very_bloody: { atLeast: 0.9, ifMissing: "ignore" } },
  };
  const expected = decide(decodeTask(REPLIES.v2), policy);

  it("has a verdict", () => {
    expect(expected).toMatchObject({
      decision: "block",
      reasons: [{ class: "yes_smoking", seconds: [{ start: 1, end: 3 }] }, { class: "yes_nazi" }],
      unevaluated: [{ class: "very_bloody" }],
      evaluated: { frames: 3, seconds: 3 },
    });
  });

  it.each(Object.entries(REPLIES))(
    "has the same verdict as %s, complete or as a stream",
    async (_name, reply) => {
      expect(decide(decodeTask(reply), policy)).toEqual(expected);
      expect(await decide(streamOf(reply), policy)).toEqual(expected);
    },
  );

  it("of a text has the same verdict as v2 and as v3", async () => {
    const rules: Policy = {
      block: { spam: 3, hate: 2 },
      review: [{ kind: "filters", types: ["profanity"] }],
    };
    const classes = [
      { class: "spam", score: 0 },
      { class: "hate", score: 1 },
    ];
    const hit = { value: "DARN", type: "profanity" };
    const v2 = v2Reply([{ time: 0, start_char_index: 0, end_char_index: 4, classes }], {
      language: "EN",
      text_filters: [hit],
    });
    const v3 = {
      task_id: "1",
      model: "hive/text-moderation",
      output: [
        {
          classes: classes.map(({ class: name, score }) => ({ class: name, value: score })),
          string_matches: [hit],
        },
      ],
    };
    const verdict = decide(decodeTask(v2), rules);
    expect(verdict).toMatchObject({ decision: "review", unevaluated: [] });
    expect(decide(decodeTask(v3), rules)).toEqual(verdict);
    expect(await decide(streamOf(v2), rules)).toEqual(verdict);
    expect(await decide(streamOf(v3), rules)).toEqual(verdict);
  });
});

describe("a stream of frames", () => {
  it.each([
    "v1/categorization-video",
    "v1/array-of-two",
    "v1/detection-image",
    "v1/segmentation-image",
    "v1/labeling",
    "v2/ai-generated",
    "v2/ai-generated-text",
    "v2/callback-text-pairs",
    "v2/callback-video",
    "v2/celebrity",
    "v2/deepfake-boxes",
    "v2/deepfake-classes",
    "v2/image",
    "v2/ocr",
    "v2/ocr-moderation",
    "v2/speech-moderation",
    "v2/text",
    "v2/transcription",
    "v2/video",
    "v3/ai-generated",
    "v3/text",
    "v3/visual-image",
    "v3/visual-image-documented",
    "v3/visual-video",
  ])("of the fixture %s has the verdict of the complete task", async (name) => {
    const reply = readFixture(name);
    const policies: readonly Policy[] = [
      RECOMMENDED_POLICY,
      { block: { yes_smoking: { atLeast: 0.5, forSeconds: 1 }, hate: 1, ai_generated: 0.5, spam: 3 } },
      { review: [{ kind: "filters" }, { kind: "pii" }, { kind: "labels", labels: ["yes"] }] },
    ];
    for (const policy of policies) {
      const whole = decide(decodeTask(reply), policy);
      expect(await decide(streamOf(reply), policy)).toEqual(whole);
      expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    }
  });

  it("rejects with the error of the stream, without a verdict", async () => {
    const failed = decide(streamOf({ return_code: 400, message: "no" }), { block: { yes_smoking: 0.9 } });
    await expect(failed).rejects.toMatchObject({ kind: "task" });
    const text = JSON.stringify(v2Reply(outputOf([{ scores: { yes_smoking: 0.99 } }])));
    const cut = decide(readFrames(new Response(text.slice(0, -20))), { block: { yes_smoking: 0.9 } });
    await expect(cut).rejects.toMatchObject({ kind: "decode" });
  });

  it("is not read if the policy is not valid", async () => {
    let isRead = false;
    const source: AsyncIterable<Frame> = {
      [Symbol.asyncIterator]: () => {
        isRead = true;
        throw new Error("read");
      },
    };
    await expect(decide(source, { block: { yes_smokin: 1 } })).rejects.toMatchObject({ kind: "config" });
    expect(isRead).toBe(false);
  });

  it("of your own has reasons, and is never allowed without a summary", async () => {
    async function* own(task: ReturnType<typeof decodeTask>): AsyncGenerator<Frame> {
      yield* task.results[0]?.frames ?? [];
    }
    const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 2 } } };
    const task = decodeTask(REPLIES.v2);
    const { reasons, evaluated } = decide(task, policy);
    expect(await decide(own(task), policy)).toMatchObject({ decision: "block", reasons, evaluated });
    expect(await decide(own(task), { block: { yes_nazi: 0.9 } })).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result", resultIndex: null }],
    });
    const verdict: Verdict = await decide(own(task), { block: [{ kind: "pii" }] });
    expect(verdict).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result" }, { kind: "text" }],
    });
    expect((await decide(own(decodeTask(v2Reply([]))), policy)).decision).toBe("unknown");
  });
});
