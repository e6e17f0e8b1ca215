import { readFile } from "node:fs/promises";
import { HiveClient, isRestricted, redactTask } from "@hivekit/core";
import type { CallOptions, Frame, HiveApi, Submission, Task } from "@hivekit/core";
import { decide } from "@hivekit/core/policy";
import type { Policy } from "@hivekit/core/policy";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import type { EmulatorRule } from "../src/index.ts";
import { createWav } from "./support/sound.ts";

// Core and the emulator are written independently, each from the reference. These tests connect them for every model.

const demo = async (name: string): Promise<File> =>
  new File([await readFile(new URL(`../../../demo-media/${name}`, import.meta.url))], name);

const picture = async (): Promise<Submission> => ({ media: await demo("shapes.jpg") });
const video = async (): Promise<Submission> => ({ media: await demo("colors.mp4") });
const sound = async (): Promise<Submission> => ({ media: createWav(25) });

type Case = {
  readonly submission: () => Promise<Submission>;
  readonly rule?: Omit<EmulatorRule, "match">;
  readonly options?: CallOptions;
  readonly policy: Policy;
  /** The properties of the first frame. */
  readonly frame: object;
  /** The properties of the result. */
  readonly result?: object;
  readonly decision: string;
};

const HATE: Policy = { block: [{ kind: "text", class: "hate", atLeast: 2 }] };
const own = (name: string, atLeast = 0.5): Policy => ({ block: { [name]: atLeast }, classes: [name] });
const boxes = (name: string): Policy => ({
  block: [{ kind: "boxes", class: name, atLeast: 0.5 }],
  classes: [name],
});
const HARMFUL = "This is hive-test-hate speech.";
const block = { text: HARMFUL, box: { left: 10, top: 20, right: 110, bottom: 60 } };

const cases: readonly (readonly [name: string, key: string, Case])[] = [
  [
    "CSAM detection with a match",
    "demo-csam",
    {
      submission: picture,
      rule: { hashMatch: {} },
      policy: own("fixture"),
      frame: { kind: "match", match: { isMatched: true, types: ["CSAM"] }, evaluated: true },
      result: { status: { code: "200", message: "SUCCESS" }, chargeUsd: null, media: null },
      decision: "block",
    },
  ],
  [
    "CSAM detection without a match",
    "demo-csam",
    {
      submission: picture,
      policy: { block: { csam: 0.9 } },
      frame: { kind: "match", match: { isMatched: false, types: [] }, evaluated: true },
      decision: "allow",
    },
  ],
  [
    "CSAM detection with a high score",
    "demo-csam",
    {
      submission: picture,
      rule: { classes: { csam: 0.95 } },
      policy: { block: { csam: 0.9 } },
      frame: { kind: "match", classes: expect.arrayContaining([{ class: "csam", score: 0.95 }]) },
      decision: "block",
    },
  ],
  [
    "hash matching of a video",
    "demo-csam-hash",
    {
      submission: video,
      rule: { hashMatch: { types: ["SE"], scenes: [{ startSeconds: 1, endSeconds: 3 }] } },
      policy: { review: [{ kind: "match" }] },
      frame: {
        kind: "match",
        match: {
          isMatched: true,
          types: ["SE"],
          hashes: [
            expect.objectContaining({ type: "md5", isMatched: true, startSeconds: null }),
            expect.objectContaining({ type: "videoSaferhashv0", startSeconds: 1, endSeconds: 3 }),
          ],
        },
      },
      decision: "block",
    },
  ],
  [
    "hash matching without a match, which no classifier follows",
    "demo-csam-hash",
    {
      submission: video,
      policy: { block: [{ kind: "match" }] },
      frame: { kind: "match", evaluated: false },
      decision: "unknown",
    },
  ],
  [
    "transcription",
    "demo-transcription",
    {
      submission: sound,
      rule: { transcript: { text: "One two.", words: [{ text: "One", startSeconds: 1.5, score: 0.75 }] } },
      policy: HATE,
      frame: {
        kind: "transcript",
        evaluated: false,
        transcript: {
          text: "One two.",
          language: null,
          words: [expect.objectContaining({ text: "One", startSeconds: 1.5, score: 0.75 })],
        },
      },
      result: { chargeUsd: 0.075, media: expect.objectContaining({ type: "AUDIO", durationSeconds: 25 }) },
      decision: "unknown",
    },
  ],
  [
    "speech moderation",
    "demo-speech",
    {
      submission: sound,
      rule: { transcript: { text: `Hello. ${HARMFUL}` } },
      policy: HATE,
      frame: {
        kind: "transcript",
        evaluated: true,
        transcript: expect.objectContaining({ text: `Hello. ${HARMFUL}` }),
        textBlocks: [expect.objectContaining({ text: "Hello." }), expect.objectContaining({ text: HARMFUL })],
        classes: expect.arrayContaining([{ class: "hate", score: 3 }]),
        scale: "level",
      },
      decision: "block",
    },
  ],
  [
    "text recognition",
    "demo-ocr",
    {
      submission: picture,
      rule: { textBlocks: [block] },
      policy: HATE,
      frame: {
        kind: "text",
        evaluated: false,
        textBlocks: [
          expect.objectContaining({
            text: HARMFUL,
            box: expect.objectContaining({ bounds: { left: 10, top: 20, right: 110, bottom: 60 } }),
            classes: [],
          }),
        ],
      },
      decision: "unknown",
    },
  ],
  [
    "OCR moderation",
    "demo-ocr-moderation",
    {
      submission: picture,
      rule: { textBlocks: [block] },
      policy: HATE,
      frame: {
        kind: "text",
        evaluated: true,
        timeSeconds: 0,
        textBlocks: [expect.objectContaining({ text: HARMFUL, language: "EN" })],
        classes: expect.arrayContaining([{ class: "hate", score: 3 }]),
      },
      result: { text: expect.objectContaining({ filters: expect.any(Array), pii: [] }) },
      decision: "block",
    },
  ],
  [
    "logos",
    "demo-logo",
    {
      submission: picture,
      rule: { logos: [{ class: "fixture_brand", box: { left: 1, top: 2, right: 30, bottom: 40 } }] },
      policy: boxes("fixture_brand"),
      frame: {
        kind: "detection",
        evaluated: true,
        boxes: [
          expect.objectContaining({
            bounds: { left: 1, top: 2, right: 30, bottom: 40 },
            classes: [{ class: "fixture_brand", score: null }],
          }),
        ],
      },
      // A class without a score neither fulfills nor excludes a condition.
      decision: "unknown",
    },
  ],
  [
    "logos, of which there are none",
    "demo-logo",
    { submission: picture, policy: boxes("fixture_brand"), frame: { boxes: [] }, decision: "allow" },
  ],
  [
    "celebrity recognition",
    "demo-celebrity",
    {
      submission: picture,
      rule: { faces: [{ name: "Somebody", score: 0.9 }] },
      policy: own("fixture"),
      frame: { kind: "other", evaluated: false, timeSeconds: 0 },
      decision: "unknown",
    },
  ],
  [
    "translation",
    "demo-translation",
    {
      submission: async () => ({ text: "A text." }),
      rule: { translation: "Un texto." },
      options: { params: { input_language: "EN", output_language: "ES" } },
      policy: HATE,
      frame: {
        kind: "text",
        evaluated: false,
        textBlocks: [
          { text: "A text.", language: "en", box: null, classes: [] },
          { text: "Un texto.", language: "es", box: null, classes: [] },
        ],
      },
      decision: "unknown",
    },
  ],
  [
    "AI-generated images with C2PA data",
    "demo-ai",
    {
      submission: picture,
      rule: { classes: { ai_generated: 0.97 }, c2pa: { claim_generator: ["Editor/1.0", "Other"] } },
      policy: { block: { ai_generated: 0.9 } },
      frame: {
        kind: "classification",
        classes: expect.arrayContaining([{ class: "ai_generated", score: 0.97 }]),
      },
      result: { provenance: { c2pa: { claim_generator: ["Editor/1.0", "Other"] }, generator: "Editor/1.0" } },
      decision: "block",
    },
  ],
  [
    "AI-generated audio",
    "demo-ai-audio",
    {
      submission: sound,
      rule: { classes: { ai_generated: 0.97 } },
      policy: { block: { ai_generated: 0.9 } },
      frame: { kind: "classification", timeSeconds: 0, evaluated: true },
      decision: "block",
    },
  ],
  [
    "AI-generated music",
    "demo-ai-music",
    {
      submission: sound,
      policy: own("ai_generated_music"),
      frame: { kind: "classification", timeSeconds: 0, evaluated: true },
      result: { chargeUsd: 0.000_03, model: expect.objectContaining({ type: "AI_AUDIO_DETECTION" }) },
      decision: "allow",
    },
  ],
];

function connect(
  key: string,
  rule: Case["rule"],
  options: { readonly api?: HiveApi; readonly model?: string } = {},
) {
  const emulator = createEmulator({
    rules: rule === undefined ? [] : [{ match: { project: key }, ...rule }],
  });
  return new HiveClient({ apiKey: key, api: "v2", fetch: emulator.fetch, ...options });
}

async function readBothWays(
  hive: HiveClient,
  submission: Submission,
  options: CallOptions = {},
): Promise<Task> {
  const task = await hive.classify(submission, options);
  const stream = hive.frames(submission, options);
  const frames: Frame[] = [];
  for await (const frame of stream) frames.push(frame);
  expect(frames).toEqual(task.results.flatMap((result) => result.frames));
  const { results } = await stream.summary();
  expect(results.map(({ evaluated, provenance }) => ({ evaluated, provenance }))).toEqual(
    task.results.map(({ evaluated, provenance }) => ({ evaluated, provenance })),
  );
  return task;
}

describe.each(cases)(
  "%s",
  (_name, key, { submission, rule, options, policy, frame, result = {}, decision }) => {
    it("is read in both ways", async () => {
      const task = await readBothWays(connect(key, rule), await submission(), options);
      expect(task.results).toMatchObject([result]);
      expect(task.results[0]?.frames[0]).toMatchObject(frame);
      const verdict = decide(task, policy);
      expect(verdict.decision).toBe(decision);
      expect(decide(redactTask(task), policy)).toEqual(verdict);
    });

    it("is read asynchronously", async () => {
      const hive = connect(key, rule);
      const handle = await hive.submit(await submission(), options);
      const task = await handle.wait();
      expect(task.results[0]?.frames[0]).toMatchObject(frame);
      expect(decide(task, policy).decision).toBe(decision);
    });
  },
);

it("v3 accepts media with params as a data URI, and reports C2PA data and the sound of a video", async () => {
  const model = "hive/ai-generated-and-deepfake-content-detection";
  const rule = {
    classes: { ai_generated_audio: 0.75 },
    c2pa: { actions_digital_source_type: "trainedAlgorithmicMedia" },
  };
  const hive = connect("demo-v3", rule, { api: "v3", model });
  const task = await readBothWays(hive, await picture(), { params: { media_metadata: true } });
  expect(task.results).toMatchObject([
    {
      evaluated: true,
      provenance: { c2pa: { actions_digital_source_type: "trainedAlgorithmicMedia" }, generator: null },
      frames: [{ kind: "classification" }],
    },
  ]);
});

it("a match, and a high score of csam, are restricted", async () => {
  const restricted = async (rule?: Case["rule"]): Promise<unknown> => {
    const task = await connect("demo-csam", rule).classify(await picture());
    return task.results[0]?.frames.map((frame) => isRestricted(frame));
  };
  expect(await restricted({ hashMatch: {} })).toEqual([true]);
  expect(await restricted({ classes: { csam: 0.9 } })).toEqual([true]);
  expect(await restricted({ classes: { csam: 0.89 } })).toEqual([false]);
  expect(await restricted()).toEqual([false]);
});
