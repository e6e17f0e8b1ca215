import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createEmulator, EmulatorOptionsError, type EmulatorRule } from "../src/index.ts";
import { VISUAL_HEADS } from "../src/model/visual-heads.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { demoMedia, formOf, submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const blue = await picture({ width: 8, height: 8 }, "#0000ff").png().toBuffer();
const gif = await demoMedia("traffic-light.gif");

type Scores = Record<string, number>;

/** The scores of each frame of a v1 reply. */
async function scoresOf(
  media: Uint8Array,
  name: string,
  rules: readonly EmulatorRule[] = [],
): Promise<Scores[]> {
  const { body } = await submit(createEmulator({ rules }), "demo-visual", formOf(media, name));
  return body.status.response.output.map((frame: { classes: { class: string; score: number }[] }) =>
    Object.fromEntries(frame.classes.map(({ class: one, score }) => [one, score])),
  );
}

/** The seconds at which a class is strong. */
function secondsOf(frames: readonly Scores[], name: string): number[] {
  return frames.flatMap((scores, second) => ((scores[name] ?? 0) > 0.9 ? [second] : []));
}

describe("the visual model", () => {
  it("answers every class of 2023 in Hive's order, benign, with each head summing to 1", async () => {
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

  it("gives the same bytes the same scores under any name, and other bytes or frames others", async () => {
    expect(await scoresOf(png, "a.png")).toEqual(await scoresOf(png, "b.png"));
    expect(await scoresOf(png, "a.png")).not.toEqual(await scoresOf(blue, "a.png"));
    const [first, second] = await scoresOf(gif, "a.gif");
    expect(first).not.toEqual(second);
  });

  it("shows what a test card asks for, when it asks for it", async () => {
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

  it("refuses a test card with a class that it does not have", async () => {
    const { status, body } = await submit(
      createEmulator(),
      "demo-visual",
      formOf(png, "hive-test-yes_gun.jpg"),
    );
    expect(status).toBe(400);
    expect(body.message).toContain('"yes_gun" is no class');
  });

  it("reads a test card from the path of an address", async () => {
    const files = { "https://media.example/x/hive-test-yes_nazi.png": png };
    const { body } = await post(createEmulator({ files }), "/api/v2/task/sync", {
      key: "demo-visual",
      form: { url: "https://media.example/x/hive-test-yes_nazi.png?sig=1" },
    });
    const { classes } = body.status[0].response.output[0];
    expect(classes.find((c: { class: string }) => c.class === "yes_nazi").score).toBe(0.97);
  });

  it("says for media that it cannot read which of Hive's codes it is, like the models that look at pixels", async () => {
    const { body } = await submit(createEmulator(), "demo-visual", formOf(Buffer.from("a text"), "a.jpg"));
    expect(body.status.status.code).toBe("3100");
    expect(body.status.response.output).toEqual([]);
  });
});

describe("a rule", () => {
  const classes = { yes_smoking: 0.6 };

  it.each([
    ["its name", { name: "*.PNG" }],
    ["a pattern", { name: /^a\./ }],
    ["its hash", { sha256: createHash("sha256").update(png).digest("hex") }],
    ["the project", { project: "demo-visual" }],
  ])("answers a file by %s", async (_, match) => {
    const [scores] = await scoresOf(png, "a.png", [{ match, classes }]);
    expect(scores).toMatchObject({ yes_smoking: 0.6, no_smoking: 0.4 });
  });

  it.each([
    [{ name: "b*" }],
    [{ sha256: "0".repeat(64) }],
    [{ project: "demo-ai" }],
    [{ text: "*" }],
    [{ name: "*", url: "*" }],
  ])("does not answer what does not fit %j", async (match) => {
    const [scores] = await scoresOf(png, "a.png", [{ match, classes }]);
    expect(scores?.["yes_smoking"]).toBeLessThan(0.1);
  });

  it("answers parts of a video; the first rule that fits counts, the later of two parts", async () => {
    const rules: readonly EmulatorRule[] = [
      {
        match: { name: "*.gif" },
        classes: { yes_pills: 1 },
        frames: [
          { fromSeconds: 1, toSeconds: 3, classes: { gun_in_hand: 0.95 } },
          { fromSeconds: 2, classes: { gun_in_hand: 0, no_gun: 1 } },
        ],
      },
      { match: { name: "*" }, classes: { yes_kkk: 1 } },
    ];
    const frames = await scoresOf(gif, "a.gif", rules);
    expect(secondsOf(frames, "gun_in_hand")).toEqual([1]);
    expect(secondsOf(frames, "yes_pills")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(secondsOf(frames, "yes_kkk")).toEqual([]);
  });

  it("fails a task with one of Hive's codes", async () => {
    const rules: readonly EmulatorRule[] = [{ match: { name: "bad*" }, taskCode: "3401" }];
    const { body } = await submit(createEmulator({ rules }), "demo-colors", formOf(png, "bad.png"));
    expect(body.status.status).toEqual({
      code: "3401",
      message: expect.stringMatching(/^CLASSIFIER_ERROR_TIMEOUT: /),
    });
    expect(body.status.response.input.charge).toBe(0);
  });

  it("judges texts by word lists: whole words, the worst level, every find", async () => {
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

  it("can have a language that the model does not know", async () => {
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
    [{ match: { name: "" }, classes }, "rules[0].match.name must be a text"],
    [{ match: { name: "a" } }, "rules[0] answers nothing"],
    [{ match: { nam: "a" }, classes }, 'rules[0].match has no "nam"'],
    [{ match: { name: "a" }, classes: { yes_gun: 1 } }, 'no model of the emulator has a class "yes_gun"'],
    [
      { match: { name: "a" }, classes: { yes_smoking: 2 } },
      "rules[0].classes.yes_smoking must be a number from 0 to 1, not 2",
    ],
    [{ match: { name: "a" }, classes: { spam: 2 } }, "rules[0].classes.spam must be 0 or 3"],
    [{ match: { name: "a" }, classes: { gun_in_hand: 0.6, no_gun: 0.6 } }, "these sum to 1.2"],
    [
      { match: { name: "a" }, frames: [{ fromSeconds: 4, toSeconds: 2, classes }] },
      "rules[0].frames[0].toSeconds must be greater",
    ],
    [{ match: { name: "a" }, frames: [{ toSeconds: "4s", classes }] }, 'not "4s"'],
    [{ match: { name: "a" }, frames: [{ classes: { hate: 3 } }] }, "for media"],
    [{ match: { sha256: "abc" }, classes }, "64 hexadecimal digits"],
    [{ match: { name: "a" }, taskCode: "33" }, "a task code of four digits"],
    [{ match: { name: "a" }, classes, filter: "profanity" }, "needs rules[0].match.words"],
  ])("that is wrong is refused in a sentence: %j", (rule, message) => {
    // As it comes from a file.
    const options = JSON.parse(JSON.stringify({ rules: [rule] }));
    expect(() => createEmulator(options)).toThrow(EmulatorOptionsError);
    expect(() => createEmulator(options)).toThrow(message);
  });
});
