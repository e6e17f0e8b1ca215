import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createEmulator, EmulatorOptionsError, type EmulatorRule } from "../src/index.ts";
import { VISUAL_HEADS } from "../src/model/hive-heads.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { demoMedia, createForm, submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const blue = await picture({ width: 8, height: 8 }, "#0000ff").png().toBuffer();
const gif = await demoMedia("traffic-light.gif");

type Scores = Record<string, number>;

/** Returns the scores of each frame in a v1 response. */
async function scoresOf(
  media: Uint8Array,
  name: string,
  rules: readonly EmulatorRule[] = [],
): Promise<Scores[]> {
  const { body } = await submit(createEmulator({ rules }), "demo-visual", createForm(media, name));
  return body.status.response.output.map((frame: { classes: { class: string; score: number }[] }) =>
    Object.fromEntries(frame.classes.map(({ class: one, score }) => [one, score])),
  );
}

/** Returns the seconds at which a class has a score above 0.9. */
function secondsOf(frames: readonly Scores[], name: string): number[] {
  return frames.flatMap((scores, second) => ((scores[name] ?? 0) > 0.9 ? [second] : []));
}

describe("the visual model", () => {
  it("returns every class of Hive's 2023 model in its order, with benign scores that sum to 1 per head", async () => {
    const [scores = {}] = await scoresOf(png, "a.png");
    expect(Object.keys(scores)).toHaveLength(88);
    expect(VISUAL_HEADS).toHaveLength(36);
    expect(Object.keys(scores)).toEqual(VISUAL_HEADS.flatMap((head) => head.classes));
    for (const { classes, benign } of VISUAL_HEADS) {
      const sum = classes.reduce((total, name) => total + (scores[name] ?? 0), 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
      expect(scores[benign ?? ""]).toBeGreaterThan(0.98);
    }
  });

  it("returns the same scores for the same bytes under any name, and others for different bytes or frames", async () => {
    expect(await scoresOf(png, "a.png")).toEqual(await scoresOf(png, "b.png"));
    expect(await scoresOf(png, "a.png")).not.toEqual(await scoresOf(blue, "a.png"));
    const [first, second] = await scoresOf(gif, "a.gif");
    expect(first).not.toEqual(second);
  });

  it("shows the classes of a test card at their times", async () => {
    const frames = await scoresOf(gif, "hive-test-gun_in_hand-2s-4s-yes_smoking-5s-text.gif");
    expect(secondsOf(frames, "gun_in_hand")).toEqual([2, 3]);
    expect(secondsOf(frames, "no_gun")).toEqual([0, 1, 4, 5]);
    expect(secondsOf(frames, "yes_smoking")).toEqual([5]);
    expect(secondsOf(frames, "text")).toEqual([0, 1, 2, 3, 4, 5]);
    const gunHead = ["animated_gun", "gun_in_hand", "gun_not_in_hand", "no_gun"];
    for (const scores of frames) {
      expect(gunHead.reduce((sum, name) => sum + (scores[name] ?? 0), 0)).toBeCloseTo(1, 12);
    }
  });

  it("rejects a test card with an unknown class", async () => {
    const { status, body } = await submit(
      createEmulator(),
      "demo-visual",
      createForm(png, "hive-test-yes_gun.jpg"),
    );
    expect(status).toBe(400);
    expect(body.message).toContain('"yes_gun" is not a class');
  });

  it.each([
    [png, "hive-test-gun_in_hand-2s-4s.png", "no frame from 2 s to before 4 s; its last frame is at 0 s"],
    [png, "hive-test-text-1s.png", "no frame from 1 s on"],
    [gif, "hive-test-gun_in_hand-9s.gif", "no frame from 9 s on; its last frame is at 5 s"],
    [gif, "hive-test-gun_in_hand-4s-2s.gif", "gun_in_hand ends at 2 s, which is not after its start at 4 s"],
    [gif, "hive-test-gun_in_hand-2s-2s.gif", "gun_in_hand ends at 2 s"],
    [gif, "hive-test-gun_in_hand-gun_not_in_hand-2s.gif", "are classes of one head"],
    [gif, "hive-test-gun_in_hand-1s-3s-no_gun-2s-4s.gif", "gun_in_hand and no_gun are classes of one head"],
  ])(
    "rejects a test card without a matching frame, with reversed times, or with two classes of one head",
    async (media, name, message) => {
      const emulator = createEmulator();
      const { status, body } = await submit(emulator, "demo-visual", createForm(media, name));
      expect(status).toBe(400);
      expect(body.message).toContain(message);
      emulator.verify.one({ httpStatus: 400, chargeUsd: 0 });
    },
  );

  it("shows two classes of one head at different times", async () => {
    const frames = await scoresOf(gif, "hive-test-gun_in_hand-1s-3s-animated_gun-3s-5s.gif");
    expect(secondsOf(frames, "gun_in_hand")).toEqual([1, 2]);
    expect(secondsOf(frames, "animated_gun")).toEqual([3, 4]);
  });

  it.each([
    ["hive-test-haet", '"haet" is not a class'],
    ["so hive-test-hate-4!", "the levels of hate are 0, 1, 2, 3"],
    ["hive-test-spam-2", "the levels of spam are 0, 3"],
    ["hive-test-hate-crime", "the levels of hate"],
  ])("rejects the test word %s", async (text_data, message) => {
    const { status, body } = await post(createEmulator(), "/api/v2/task/sync", {
      key: "demo-text",
      form: { text_data },
    });
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });

  it("reads a test card from the path of a URL", async () => {
    const files = { "https://media.example/x/hive-test-yes_nazi.png": png };
    const { body } = await post(createEmulator({ files }), "/api/v2/task/sync", {
      key: "demo-visual",
      form: { url: "https://media.example/x/hive-test-yes_nazi.png?sig=1" },
    });
    const { classes } = body.status[0].response.output[0];
    expect(classes.find((c: { class: string }) => c.class === "yes_nazi").score).toBe(0.97);
  });

  it("fails with Hive's task code for media that cannot be decoded, like the color models", async () => {
    const { body } = await submit(
      createEmulator(),
      "demo-visual",
      createForm(Buffer.from("a text"), "a.jpg"),
    );
    expect(body.status.status.code).toBe("3100");
    expect(body.status.response.output).toEqual([]);
  });
});

describe("a rule", () => {
  const classes = { yes_smoking: 0.6 };

  it.each([
    ["a name with wildcards", { name: "*.PNG" }],
    ["a regular expression", { name: /^a\./ }],
    ["a hash", { sha256: createHash("sha256").update(png).digest("hex") }],
    ["a project", { project: "demo-visual" }],
  ])("applies to a file that matches %s", async (_, match) => {
    const [scores] = await scoresOf(png, "a.png", [{ match, classes }]);
    expect(scores).toMatchObject({ yes_smoking: 0.6, no_smoking: 0.4 });
  });

  it.each([
    [{ name: "b*" }],
    [{ sha256: "0".repeat(64) }],
    [{ project: "demo-ai" }],
    [{ text: "*" }],
    [{ name: "*", url: "*" }],
  ])("does not apply to a file that does not match %j", async (match) => {
    const [scores] = await scoresOf(png, "a.png", [{ match, classes }]);
    expect(scores?.["yes_smoking"]).toBeLessThan(0.1);
  });

  it.each(["re-take-*.png", "*(copy) [1]*", "a+b{2}^$|\\.png", "*/x-y*"])(
    "matches special characters in a name literally: %s",
    async (name) => {
      const file = name.replaceAll("*", "1");
      const [scores] = await scoresOf(png, file.replaceAll("/", ""), [
        { match: { name: name.replaceAll("/", "") }, classes },
      ]);
      expect(scores).toMatchObject({ yes_smoking: 0.6 });
    },
  );

  it("matches hyphens, slashes and brackets in words and URLs literally", async () => {
    const url = "https://media-1.example/x-y/(z).png?a=[b]";
    const emulator = createEmulator({
      files: { [url]: png },
      rules: [
        { match: { words: ["anti-social", "either/or"] }, classes: { bullying: 1 } },
        { match: { url: "https://media-1.example/x-y/(z).png?a=[*" }, classes },
      ],
    });
    const text = { key: "demo-text", form: { text_data: "either/or, Anti-Social" } };
    const ofText = await post(emulator, "/api/v2/task/sync", text);
    expect(ofText.body.status[0].response.output[0].classes).toContainEqual({ class: "bullying", score: 1 });
    const ofUrl = await post(emulator, "/api/v2/task/sync", { key: "demo-visual", form: { url } });
    expect(ofUrl.body.status[0].response.output[0].classes).toContainEqual({
      class: "yes_smoking",
      score: 0.6,
    });
  });

  it("sets scores in parts of a video: the first matching rule and the later of two parts apply", async () => {
    const rules: readonly EmulatorRule[] = [
      {
        match: { name: "*.gif" },
        classes: { yes_pills: 1 },
        frames: [
          { fromSeconds: 1, toSeconds: 3, classes: { gun_in_hand: 0.95 } },
          { fromSeconds: 2, classes: { no_gun: 1 } },
        ],
      },
      { match: { name: "*" }, classes: { yes_kkk: 1 } },
    ];
    const frames = await scoresOf(gif, "a.gif", rules);
    expect(secondsOf(frames, "gun_in_hand")).toEqual([1]);
    expect(secondsOf(frames, "yes_pills")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(secondsOf(frames, "yes_kkk")).toEqual([]);
  });

  it("replaces all scores of a head in the frames of a part that sets other classes of the head", async () => {
    const gunHead = ["animated_gun", "gun_in_hand", "gun_not_in_hand", "no_gun"];
    const frames = await scoresOf(gif, "a.gif", [
      {
        match: { name: "*" },
        classes: { gun_not_in_hand: 0.9, yes_smoking: 0.8 },
        frames: [{ fromSeconds: 2, toSeconds: 4, classes: { gun_in_hand: 0.97 } }],
      },
    ]);
    for (const [second, scores] of frames.entries()) {
      const head = gunHead.map((name) => scores[name] ?? 0);
      expect(head.every((score) => score >= 0)).toBe(true);
      expect(head.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
      const isInHand = second === 2 || second === 3;
      expect(scores[isInHand ? "gun_in_hand" : "gun_not_in_hand"]).toBe(isInHand ? 0.97 : 0.9);
      expect(scores["yes_smoking"]).toBe(0.8);
    }
  });

  it("applies to models that have one of its classes; for other models the next rule applies", async () => {
    const rules: readonly EmulatorRule[] = [
      { match: { name: "*" }, classes },
      { match: { name: "*" }, frames: [{ classes: { ai_generated: 0.9 } }] },
      { match: { name: "*", project: "demo-colors" }, taskCode: "3300" },
    ];
    const emulator = createEmulator({ rules });
    const ai = await submit(emulator, "demo-ai", createForm(png, "hive-test-deepfake.png"));
    expect(ai.body.status.response.output[0].classes[0]).toEqual({ class: "ai_generated", score: 0.9 });
    const colors = await submit(emulator, "demo-colors", createForm(png, "a.png"));
    expect(colors.body.status.status.code).toBe("3300");
  });

  it("fails a task with one of Hive's task codes", async () => {
    const rules: readonly EmulatorRule[] = [{ match: { name: "bad*" }, taskCode: "3401" }];
    const { body } = await submit(createEmulator({ rules }), "demo-colors", createForm(png, "bad.png"));
    expect(body.status.status).toEqual({
      code: "3401",
      message: expect.stringMatching(/^CLASSIFIER_ERROR_TIMEOUT: /),
    });
    expect(body.status.response.input.charge).toBe(0);
  });

  it("fails a text that contains one of its words", async () => {
    const emulator = createEmulator({ rules: [{ match: { words: ["heck"] }, taskCode: "3300" }] });
    const judge = async (text: string) =>
      (await post(emulator, "/api/v2/task/sync", { key: "demo-text", form: { text_data: text } })).body
        .status[0].status.code;
    expect([await judge("oh heck"), await judge("oh well")]).toEqual(["3300", "0"]);
  });

  it("judges texts by word lists: whole words, the highest level, every hit", async () => {
    const rules: readonly EmulatorRule[] = [
      { match: { words: ["heck", "heck no"] }, classes: { bullying: 2 }, filter: "profanity" },
      { match: { words: ["buy"] }, classes: { spam: 3, bullying: 1 } },
      { match: { text: "*ünïcode*" }, classes: { hate: -1 }, language: "DE" },
    ];
    const { body } = await post(createEmulator({ rules }), "/api/v2/task/sync", {
      key: "demo-text",
      form: { text_data: "Heck no! Buy ünïcode. hecker, outbuy" },
    });
    const { output, text_filters, language } = body.status[0].response;
    const levels = Object.fromEntries(
      output[0].classes.map((c: { class: string; score: number }) => [c.class, c.score]),
    );
    expect(levels).toMatchObject({ bullying: 2, spam: 3, hate: -1, violence: 0 });
    expect(text_filters).toEqual([{ value: "HECK NO", start_index: 0, end_index: 7, type: "profanity" }]);
    expect(language).toBe("DE");
  });

  it("can set a language that the model does not support", async () => {
    const rules: readonly EmulatorRule[] = [{ match: { text: "*" }, language: "UNSUPPORTED" }];
    const { body } = await post(createEmulator({ rules }), "/api/v2/task/sync", {
      key: "demo-text",
      form: { text_data: "?" },
    });
    const { response } = body.status[0];
    expect(response).toMatchObject({ language: "UNSUPPORTED", moderated_classes: [] });
    expect(response.output[0].classes.every((c: { score: number }) => c.score === -1)).toBe(true);
  });

  it.each([
    [{ match: {}, classes }, "rules[0].match is empty"],
    [{ match: { name: "" }, classes }, "rules[0].match.name must be a non-empty string"],
    [{ match: { name: "a" } }, "rules[0] has no result. Set at least one of classes, frames"],
    [{ match: { nam: "a" }, classes }, 'rules[0].match has no option "nam". Known options: project, name'],
    [
      { match: { name: "a" }, classes: { yes_gun: 1 } },
      'rules[0].classes sets "yes_gun", but no model of the emulator',
    ],
    [
      { match: { name: "a" }, classes: { yes_smoking: 2 } },
      "rules[0].classes.yes_smoking must be a number from 0 to 1, got 2.",
    ],
    [{ match: { name: "a" }, classes: { spam: 2 } }, "rules[0].classes.spam must be 0, 3 or -1, got 2."],
    [
      { match: { name: "a" }, classes: { gun_in_hand: 0.6, no_gun: 0.6 } },
      "must sum to at most 1 because they share a head, got 1.2.",
    ],
    [
      { match: { name: "a" }, frames: [{ fromSeconds: 4, toSeconds: 2, classes }] },
      "rules[0].frames[0].toSeconds must be greater",
    ],
    [
      { match: { name: "a" }, frames: [{ toSeconds: "4s", classes }] },
      'rules[0].frames[0].toSeconds must be a number of at least 0, got "4s".',
    ],
    [
      { match: { name: "a" }, frames: [{ classes: { hate: 3 } }] },
      "no image, video or audio model of the emulator has this class",
    ],
    [
      { match: { name: "a" }, labels: [] },
      "rules[0].labels must be an array of at least one non-empty string",
    ],
    [{ match: { words: [] }, classes: { spam: 3 } }, "rules[0].match.words must be an array of at least one"],
    [{ match: { sha256: "abc" }, classes }, "64 hexadecimal digits"],
    [{ match: { name: "a" }, taskCode: "33" }, "a task code of four digits"],
    [{ match: { name: "a" }, classes, filter: "profanity" }, "rules[0].filter requires match.words"],
  ])("that is invalid throws an error that names the option: %j", (rule, message) => {
    // Untyped, like the content of a file.
    const options = JSON.parse(JSON.stringify({ rules: [rule] }));
    expect(() => createEmulator(options)).toThrow(EmulatorOptionsError);
    expect(() => createEmulator(options)).toThrow(message);
  });
});
