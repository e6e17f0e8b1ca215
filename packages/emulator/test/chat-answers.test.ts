import { describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions, type EmulatorRule } from "../src/index.ts";
import { answerOf, ask, formatFor, imagePart, objectSchema, toDataUri } from "./support/chat.ts";
import { animation, picture } from "./support/pictures.ts";
import { demoMedia, type JsonResponse } from "./support/submit.ts";

const BOOLEAN = { type: "boolean" };
const text = (value: string): unknown => ({ type: "text", text: value });
const png = async (color: string, size = { width: 40, height: 40 }): Promise<Buffer> =>
  picture(size, color).png().toBuffer();
const red = await png("#ff0000");
const green = await png("#00c000");
const video = await demoMedia("colors.mp4");
const traffic = await demoMedia("traffic-light.gif");

/** Asks about content with a schema of required properties. */
async function judge(
  content: unknown,
  properties: Readonly<Record<string, unknown>>,
  options: EmulatorOptions = {},
): Promise<JsonResponse["body"]> {
  const reply = await ask(createEmulator(options), content, formatFor(objectSchema(properties)));
  expect(reply).toMatchObject({ status: 200 });
  return answerOf(reply);
}

describe("a text", () => {
  const properties = { hateSpeech: BOOLEAN, self_harm: BOOLEAN, containsSpam: BOOLEAN };

  it.each([
    ["Nothing here", { hateSpeech: false, self_harm: false, containsSpam: false }],
    ["A SPEECH full of hate", { hateSpeech: true, self_harm: false, containsSpam: false }],
    ["Buy spam!", { hateSpeech: false, self_harm: false, containsSpam: true }],
    [
      "<content>no &lt;spam&gt; self-harm</content>",
      { hateSpeech: false, self_harm: true, containsSpam: true },
    ],
  ])("%s sets the properties whose words it contains", async (judged, expected) => {
    expect(await judge([text("Find hate speech, spam and self harm."), text(judged)], properties)).toEqual(
      expected,
    );
  });

  it("is judged without the instruction, which is the first text or the system message", async () => {
    const fields = formatFor(objectSchema({ spam: BOOLEAN }));
    const emulator = createEmulator();
    const image = imagePart(toDataUri(red));
    expect(answerOf(await ask(emulator, [text("Is it spam?"), image], fields))).toEqual({ spam: false });
    expect(answerOf(await ask(emulator, "It is spam.", fields))).toEqual({ spam: true });
    const messages = [
      { role: "system", content: "Find spam." },
      { role: "user", content: "Hello" },
    ];
    expect(answerOf(await ask(emulator, "", { ...fields, messages }))).toEqual({ spam: false });
  });

  it("selects the items of an array, but not the value of an enum", async () => {
    const labels = ["none", "hate", "spam"];
    const properties = { labels: { type: "array", items: { enum: labels } }, label: { enum: labels } };
    expect(await judge([text("Label it."), text("spam and hate")], properties)).toEqual({
      labels: ["hate", "spam"],
      label: "none",
    });
  });
});

describe("an image", () => {
  it("sets the properties whose name or description names a color", async () => {
    const properties = {
      isRed: BOOLEAN,
      has_green: BOOLEAN,
      warm: { type: "boolean", description: "Whether orange or red is visible." },
      color: { enum: ["green", "red"] },
      cold: { enum: ["blue", "Green", "none"] },
      nullable: { anyOf: [{ type: "null" }, { type: "string", enum: ["red"] }] },
      colors: { type: "array", items: { type: "string", enum: ["blue", "red"] } },
    };
    expect(await judge([text("Colors?"), imagePart(toDataUri(red))], properties)).toEqual({
      isRed: true,
      has_green: false,
      warm: true,
      color: "red",
      cold: "none",
      nullable: "red",
      colors: ["red"],
    });
  });

  it("can be one of several, by URL or as a data: URI, and an answer in plain text describes them", async () => {
    const emulator = createEmulator({ files: { "https://media.example/green.png": green } });
    const parts = [imagePart(toDataUri(red)), imagePart("https://media.example/green.png?signature=1")];
    const { body } = await ask(emulator, [text("Describe."), ...parts, text("caption")]);
    expect(body.choices[0].message.content).toBe(
      "The 2 pictures show red, green. The text has 7 characters.",
    );
    expect(body.usage).toEqual({ prompt_tokens: 2 * 256 + 3 + 2, completion_tokens: 15, total_tokens: 532 });
    emulator.verify.one({ kind: "messages", sizeBytes: red.byteLength + green.byteLength });
    expect(JSON.stringify([emulator.journal, emulator.tasks.list()])).not.toMatch(/signature|caption|base64/);
  });

  it("with a broken file fails, and a URL that cannot be downloaded is reported with HTTP 200", async () => {
    const emulator = createEmulator({
      files: { "https://media.example/gone.png": () => Promise.reject(new Error("gone")) },
    });
    const broken = await ask(emulator, [imagePart(toDataUri(red.subarray(0, 40)))]);
    expect(broken).toEqual({
      status: 400,
      body: { status_code: 400, message: expect.stringContaining("CLASSIFIER_ERROR_CORRUPT_FILE") },
    });
    const gone = await ask(emulator, [imagePart("https://media.example/gone.png")]);
    expect(gone).toEqual({
      status: 200,
      body: { status_code: 400, message: "Unable to download file from url" },
    });
    expect(emulator.projects.find(({ key }) => key === "demo-vlm")).toMatchObject({
      failures: 2,
      chargedUsd: 0,
    });
  });

  it("that is animated shows its first frame", async () => {
    const gif = await animation([
      { color: "#ff0000", delayMs: 1500 },
      { color: "#0000ff", delayMs: 1500 },
    ]);
    const files = { "https://media.example/a.gif": gif };
    const properties = { red: BOOLEAN, blue: BOOLEAN };
    expect(await judge([imagePart("https://media.example/a.gif")], properties, { files })).toEqual({
      red: true,
      blue: false,
    });
  });
});

describe("a video", () => {
  const url = "https://media.example/hive-test-weapons-2s-4s.mp4";
  const files = { [url]: video, "https://media.example/lights.gif": traffic };
  const part = (fields: Readonly<Record<string, unknown>>, address = url): unknown => {
    return { type: "media_url", media_url: { url: address, ...fields } };
  };
  const fps = (value: number) => ({ sampling: { strategy: "fps", fps: value } });

  it("gets one answer for all frames, or one per frame", async () => {
    const emulator = createEmulator({ files });
    const fields = formatFor(objectSchema({ weapons: BOOLEAN }));
    const once = await ask(emulator, [part({ ...fps(1), prompt_scope: "once" }), text("Weapons?")], fields);
    expect(once.body.choices).toHaveLength(1);
    expect(answerOf(once)).toEqual({ weapons: true });
    const perFrame = await ask(
      emulator,
      [part({ ...fps(1), prompt_scope: "per_frame" }), text("Weapons?")],
      fields,
    );
    const choices: { index: number; message: { content: string } }[] = perFrame.body.choices;
    expect(choices.map(({ index }) => index)).toEqual(choices.map((_, index) => index));
    // A frame with an aspect ratio of 3:2 has seven patches.
    expect(once.body.usage.prompt_tokens).toBe(choices.length * 7 * 256 + 2);
    const weapons = choices.map(({ message }) => JSON.parse(message.content).weapons);
    expect(weapons.slice(0, 5)).toEqual([false, false, true, true, false]);
    // Each frame is a prompt of its own.
    expect(perFrame.body.usage.prompt_tokens).toBe(choices.length * (7 * 256 + 2));
    emulator.verify.one({ frameCount: choices.length, chargeUsd: choices.length / 1000 });
  });

  it.each([0.5, 1, 2, 10])("is sampled at %f frames per second", async (rate) => {
    const emulator = createEmulator({ files });
    const lights = part({ ...fps(rate), prompt_scope: "per_frame" }, "https://media.example/lights.gif");
    const reply = await ask(emulator, [lights], formatFor(objectSchema({ red: BOOLEAN })));
    // The GIF takes 5.2 seconds.
    expect(reply.body.choices).toHaveLength(Math.floor(5.2 * rate) + 1);
  });

  it("with more frames than the limit, and an image in its place, get HTTP 400", async () => {
    const options = { files: { ...files, "https://media.example/red.png": red } };
    const image = await ask(createEmulator(options), [part({}, "https://media.example/red.png")]);
    expect(image).toMatchObject({ status: 400, body: { message: expect.stringContaining("image_url") } });
    const asImage = await ask(createEmulator(options), [imagePart(url)]);
    expect(asImage).toMatchObject({ status: 400, body: { message: expect.stringContaining("media_url") } });
  });
});

describe("a test card", () => {
  const options = (name: string): EmulatorOptions => ({ files: { [`https://media.example/${name}`]: red } });

  it("sets booleans and values of enums", async () => {
    const name = "hive-test-self_harm-hate-speech_2.png";
    const properties = {
      "self-harm": BOOLEAN,
      spam: BOOLEAN,
      label: { enum: ["none", "hate"] },
      labels: { type: "array", items: { enum: ["speech 2", "spam"] } },
    };
    expect(await judge([imagePart(`https://media.example/${name}`)], properties, options(name))).toEqual({
      "self-harm": true,
      spam: false,
      label: "hate",
      labels: ["speech 2"],
    });
  });

  it("is named by an answer in plain text, and rejected if the schema cannot express it", async () => {
    const emulator = createEmulator(options("hive-test-weapons.png"));
    const content = [imagePart("https://media.example/hive-test-weapons.png")];
    const { body } = await ask(emulator, content);
    expect(body.choices[0].message.content).toBe("The file name requests weapons. The picture shows red.");
    const rejected = await ask(emulator, content, formatFor(objectSchema({ spam: BOOLEAN })));
    expect(rejected).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"weapons" is not a boolean property or a value of an enum') },
    });
  });
});

describe("a rule", () => {
  const rules = (...results: readonly Omit<EmulatorRule, "match">[]): EmulatorOptions => {
    return { rules: results.map((result) => ({ match: { text: "*judge me*" }, ...result })) };
  };
  const content = [text("Spam?"), text("Judge me: spam")];

  it("sets properties, and does not apply to a schema without them", async () => {
    const options = rules(
      { answer: { other: true } },
      { answer: { weapons: true, spam: false, reason: "by rule" } },
    );
    const properties = {
      spam: BOOLEAN,
      nested: objectSchema({ weapons: BOOLEAN }),
      reason: { type: "string" },
    };
    expect(await judge(content, properties, options)).toEqual({
      spam: false,
      nested: { weapons: true },
      reason: "by rule",
    });
    expect(await judge(content, { spam: BOOLEAN }, rules({ answer: { weapons: true } }))).toEqual({
      spam: true,
    });
  });

  it("sets the text of the answer, valid or not", async () => {
    const emulator = createEmulator(rules({ answer: "no JSON" }));
    for (const fields of [{}, formatFor(objectSchema({ spam: BOOLEAN }))]) {
      const { body } = await ask(emulator, content, fields);
      expect(body.choices[0].message.content).toBe("no JSON");
    }
  });

  it("with a value that the schema does not allow, or with a task code, causes an HTTP 400", async () => {
    const fields = formatFor(objectSchema({ spam: BOOLEAN }));
    const invalid = await ask(createEmulator(rules({ answer: { spam: "yes" } })), content, fields);
    expect(invalid).toMatchObject({ status: 400, body: { message: expect.stringContaining("The rule") } });
    const failed = await ask(createEmulator(rules({ taskCode: "3300" })), content, fields);
    expect(failed).toMatchObject({ status: 400, body: { message: expect.stringContaining("CORRUPT_FILE") } });
  });

  it("can match the URL, the name and the hash of any image, or words of the text", async () => {
    const files = { "https://media.example/a.png": red, "https://media.example/b.png": green };
    const images = Object.keys(files).map(imagePart);
    const sha256 = await crypto.subtle.digest("SHA-256", new Uint8Array(green));
    for (const match of [
      { name: "b.png" },
      { url: "*/b.png" },
      { sha256: Buffer.from(sha256).toString("hex") },
      { words: ["caption"] },
    ]) {
      const options = { files, rules: [{ match, answer: { spam: true } }] };
      expect(await judge([text("?"), ...images, text("a caption")], { spam: BOOLEAN }, options)).toEqual({
        spam: true,
      });
    }
  });

  it("must have an answer that is text or an object of JSON values", () => {
    for (const answer of [["a"], { a: undefined }, { a: () => 1 }, 3, new Map()] as unknown[]) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an invalid rule
      const rule = { match: { text: "*" }, answer } as EmulatorRule;
      expect(() => createEmulator({ rules: [rule] })).toThrow("answer must be a text, or an object");
    }
  });
});

it("max_tokens cuts the answer, and finish_reason says so", async () => {
  const { body } = await ask(createEmulator(), "Hello there", { max_tokens: 3 });
  expect(body.choices[0]).toMatchObject({ message: { content: "The text has" }, finish_reason: "length" });
  expect(body.usage.completion_tokens).toBe(3);
});

it("a v3 key serves the VLM, and the task keeps its reply", async () => {
  const emulator = createEmulator({ projects: [{ key: "demo-vlm", model: "emulator_v3" }] });
  const { status, body } = await ask(emulator, "Hello");
  expect(status).toBe(200);
  expect(emulator.tasks.get(body.id)).toEqual(body);
  expect(emulator.tasks.list()).toMatchObject([
    { model: "emulator_vlm", state: "done", frameCount: 1, taskCode: "0" },
  ]);
});
