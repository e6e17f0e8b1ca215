import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createEmulator, type EmulatorRule } from "../src/index.ts";
import { describeKeys } from "./support/describe-keys.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { createWav } from "./support/sound.ts";
import { demoMedia, type JsonResponse } from "./support/submit.ts";

const png = new File(
  [new Uint8Array(await picture({ width: 64, height: 64 }, "#00ff00").png().toBuffer())],
  "a.png",
);
const gif = new File([new Uint8Array(await demoMedia("traffic-light.gif"))], "a.gif");
const video = new File([new Uint8Array(await demoMedia("colors.mp4"))], "a.mp4");
const wav = createWav(12.5);
const AI = "/api/v3/hive/ai-generated-and-deepfake-content-detection";
const C2PA = {
  claim_generator: "Example/1.0",
  actions_software_agent: "Example Editor",
  actions_action: "c2pa.created",
  actions_digital_source_type: "trainedAlgorithmicMedia",
};

/** A fixture with the submission whose reply has its keys. */
type Case = {
  readonly fixture: string;
  readonly key: string;
  readonly form: Record<string, string | Blob>;
  /** The result of the rule that applies to the submission; absent without a rule. */
  readonly result?: Omit<EmulatorRule, "match">;
  /** The path of the part that the fixture contains; absent if the fixture is a complete reply. */
  readonly part?: readonly string[];
};

const V2_CASES: readonly Case[] = [
  { fixture: "v2-ai-generated-image", key: "demo-ai", form: { media: png }, result: { c2pa: C2PA } },
  { fixture: "v2-ai-audio", key: "demo-ai-audio", form: { media: wav } },
  { fixture: "v2-ai-music", key: "demo-ai-music", form: { media: video } },
  { fixture: "v2-transcription", key: "demo-transcription", form: { media: wav } },
  { fixture: "v2-speech-moderation", key: "demo-speech", form: { media: wav } },
  { fixture: "v2-text-recognition", key: "demo-ocr", form: { media: png } },
  { fixture: "v2-ocr-moderation", key: "demo-ocr-moderation", form: { media: png } },
  {
    fixture: "v2-translation",
    key: "demo-translation",
    form: { text_data: "Example.", options: '{"input_language":"EN","output_language":"ES"}' },
  },
  {
    fixture: "v2-logo",
    key: "demo-logo",
    form: { media: png },
    result: { logos: [{ class: "example_brand", locations: [{ label: "car" }] }] },
    part: ["status", "0", "response"],
  },
  { fixture: "v2-csam-combined-no-match", key: "demo-csam", form: { media: png } },
  { fixture: "v2-csam-combined-match", key: "demo-csam", form: { media: png }, result: { hashMatch: {} } },
  {
    fixture: "v2-csam-hash-video",
    key: "demo-csam-hash",
    form: { media: video },
    result: { hashMatch: { types: ["CSAM", "SE"], scenes: [{ startSeconds: 1, endSeconds: 4 }] } },
    part: ["status", "0", "response"],
  },
  {
    fixture: "v2-celebrity",
    key: "demo-celebrity",
    form: { media: gif },
    result: { faces: [{ name: "Example Person", toSeconds: 1 }, { fromSeconds: 1 }] },
  },
];

it.each(V2_CASES)("the reply of $key has the keys and types of $fixture", async (one) => {
  const { key, form, result, part = [] } = one;
  const rules = result === undefined ? [] : [{ match: { project: key }, ...result }];
  const { status, body } = await post(createEmulator({ rules }), "/api/v2/task/sync", { key, form });
  expect(status).toBe(200);
  let reply: JsonResponse["body"] = body;
  for (const name of part) reply = reply[name];
  // The fixture has only the output of this model; the reply has an input, too.
  const compared = part.length === 0 ? reply : { output: reply.output };
  expect(describeKeys(compared)).toEqual(describeKeys(await readFixture(one.fixture)));
});

it.each([
  ["v3-ai-generated-image", png, undefined],
  ["v3-ai-generated-image-c2pa", png, { c2pa: C2PA }],
  ["v3-ai-generated-video", video, undefined],
] as const)("the v3 reply has the keys and types of %s", async (fixture, media, result) => {
  const rules = result === undefined ? [] : [{ match: { project: "demo-v3" }, ...result }];
  const { body } = await post(createEmulator({ rules }), AI, { key: "demo-v3", form: { media } });
  expect(describeKeys(body)).toEqual(describeKeys(await readFixture(fixture)));
});

it("the v3 request has the keys and types of v3-detection-request-base64", async () => {
  const json = await readFixture("v3-detection-request-base64");
  const bytes = Buffer.from(await png.arrayBuffer()).toString("base64");
  json.input[0].media_base64 = json.input[0].media_base64.replace(
    "image/jpeg;base64,AAAA",
    `image/png;base64,${bytes}`,
  );
  const emulator = createEmulator();
  const { status, body } = await post(emulator, AI, { key: "demo-v3", json });
  expect(status).toBe(200);
  expect(body.output).toHaveLength(1);
  emulator.verify.one({ kind: "media_base64", mimetype: "image/png", sizeBytes: png.size });
});

async function readFixture(name: string): Promise<JsonResponse["body"]> {
  return JSON.parse(await readFile(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
}
