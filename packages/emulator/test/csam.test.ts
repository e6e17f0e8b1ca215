import { describe, expect, it } from "vitest";
import { createEmulator, type Emulator, type EmulatorRule } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { poll, post } from "./support/post.ts";
import { demoMedia, createForm, submit } from "./support/submit.ts";

// All media here is plain colors and shapes. A rule makes it match; the emulator compares no hashes.
const SYNC = "/api/v2/task/sync";
const bytes = new Uint8Array(await picture({ width: 64, height: 64 }, "#00ff00").png().toBuffer());
const png = new File([bytes], "a.png");
const other = new File(
  [new Uint8Array(await picture({ width: 64, height: 64 }, "#0000ff").png().toBuffer())],
  "b.png",
);
const video = new File([new Uint8Array(await demoMedia("colors.mp4"))], "a.mp4");
const MATCH: EmulatorRule = { match: { name: "a.*" }, hashMatch: {} };
const FLAGGED: EmulatorRule = { match: { name: "a.*" }, classes: { csam: 0.9 } };

async function detect(media: Blob, rules: readonly EmulatorRule[] = [], key = "demo-csam") {
  const emulator = createEmulator({ rules, createId: () => "an-id", now: () => new Date(0) });
  const { status, body } = await post(emulator, SYNC, { key, form: { media } });
  return { status, body, emulator, output: body.status?.[0].response.output };
}

describe("CSAM detection", () => {
  it("returns the scores of the classifier by default, and never a match", async () => {
    for (const name of ["a.png", "csam.png", "match.png"]) {
      const { body, emulator } = await detect(new File([bytes], name));
      const { csam_classifier } = body.status[0].response.output.file.classifierPrediction;
      expect(Object.keys(csam_classifier)).toEqual(["csam", "pornography", "other"]);
      expect(csam_classifier.csam + csam_classifier.pornography + csam_classifier.other).toBeCloseTo(1, 12);
      expect(csam_classifier.other).toBeGreaterThan(0.98);
      expect(body).toEqual({
        status: [
          {
            status: { code: 200, message: "SUCCESS" },
            response: {
              input: {
                id: "an-id",
                created_on: "1970-01-01T00:00:00.000Z",
                user_id: 1,
                project_id: expect.any(Number),
              },
              output: { file: { fileType: "image", reasons: [], classifierPrediction: { csam_classifier } } },
            },
          },
        ],
      });
      emulator.verify.one({ httpStatus: 200, taskCode: "0", frameCount: 1, chargeUsd: 0 });
    }
  });

  it("returns a match if a rule requests one, without the scores of the classifier", async () => {
    const { output } = await detect(png, [
      { match: { name: "a.png" }, hashMatch: { types: ["CSAM", "SE"] } },
    ]);
    expect(output.file).toEqual({ fileType: "image", reasons: ["matched"], classifierPrediction: null });
    expect(output.hashes).toMatchObject([
      { hashType: "saferhashv0", matchTypes: ["CSAM", "SE"], startTimestamp: null, frameIndex: null },
    ]);
    expect(output.hashes[0]).not.toHaveProperty("hashString");
  });

  it("matches a video as a whole and by scene", async () => {
    const scenes = [{ startSeconds: 1, endSeconds: 4 }];
    const rules = [{ match: { name: "a.mp4" }, hashMatch: { scenes } }];
    for (const key of ["demo-csam", "demo-csam-hash"]) {
      const { output } = await detect(video, rules, key);
      expect(output.file).toMatchObject({ fileType: "video", reasons: ["matched"] });
      expect(output.hashes).toMatchObject([
        { hashType: "md5", startTimestamp: null, endTimestamp: null, frameIndex: null },
        { hashType: "videoSaferhashv0", startTimestamp: 1, endTimestamp: 4, frameIndex: expect.any(Number) },
      ]);
      expect("hashString" in output.hashes[0]).toBe(key === "demo-csam-hash");
    }
  });

  it("has no scores if the model only compares hashes", async () => {
    const { output } = await detect(png, [FLAGGED], "demo-csam-hash");
    expect(output).toEqual({ file: { fileType: "image", reasons: [], classifierPrediction: null } });
  });

  it("uses the highest score of a rule that names several", async () => {
    const frames = [
      { toSeconds: 1, classes: { csam: 0.95 } },
      { fromSeconds: 1, classes: { other: 1 } },
    ];
    const { output } = await detect(video, [{ match: { name: "*" }, frames }]);
    expect(output.file.classifierPrediction.csam_classifier.csam).toBe(0.95);
  });

  it("fails with a task code for media that cannot be decoded, and rejects test cards and texts", async () => {
    const { body } = await detect(new File(["x"], "a.png"), [MATCH]);
    expect(body.status[0].status).toMatchObject({ code: "3100" });
    expect((await detect(new File([bytes], "hive-test-csam.png"))).status).toBe(400);
    const text = await post(createEmulator(), SYNC, { key: "demo-csam", form: { text_data: "a text" } });
    expect(text.status).toBe(400);
  });

  it("answers polls and callbacks with the same result", async () => {
    const posted: unknown[] = [];
    const emulator = createEmulator({
      rules: [MATCH],
      fetch: async (input, init) => {
        posted.push(await new Request(input, init).json());
        return new Response(null);
      },
    });
    const form = { media: png, callback_url: "http://127.0.0.1:1/done", metadata: "mine" };
    const { body } = await post(emulator, "/api/v2/task/async", { key: "demo-csam", form });
    await emulator.idle();
    const polled = await poll(emulator, `/api/v2/task?task_id=${body.task_id}`, "demo-csam");
    expect(polled.body.status[0].response.output.file.reasons).toEqual(["matched"]);
    expect(polled.body.metadata).toBe("mine");
    expect(posted).toMatchObject([{ id: body.task_id, metadata: "mine", status: polled.body.status }]);
    expect(emulator.tasks.get(body.task_id)).toEqual(polled.body);
  });

  it.each([
    [
      { hashMatch: { scenes: [{ startSeconds: 2, endSeconds: 2 }] } },
      "rules[0].hashMatch.scenes[0].endSeconds must be greater",
    ],
    [
      { hashMatch: { types: [] } },
      "rules[0].hashMatch.types must be an array of at least one non-empty string",
    ],
    [{ classes: { csam: 0.9, other: 0.9 } }, "must sum to at most 1"],
  ])("rejects the rule %j", (result, message) => {
    expect(() => createEmulator({ rules: [{ match: { name: "*" }, ...result }] })).toThrow(message);
  });
});

describe("media that CSAM detection flags", () => {
  /** Submits media to a reviewer, and to CSAM detection before or after. Returns the id of the waiting task. */
  async function askReviewer(emulator: Emulator, media: File, order: "before" | "after") {
    const detection = () => post(emulator, SYNC, { key: "demo-csam", form: { media } });
    if (order === "before") await detection();
    const answer = submit(
      emulator,
      "demo-labeling",
      createForm(new Uint8Array(await media.arrayBuffer()), "x.png"),
    );
    const { id } = await emulator.tasks.nextQueued();
    if (order === "after") await detection();
    return { id, answer };
  }

  const readConsole = (emulator: Emulator, path: string) =>
    emulator.fetch(`http://127.0.0.1:8787/console/api/${path}`);

  it.each([
    ["a match", MATCH, "before"],
    ["a match", MATCH, "after"],
    ["a score of 0.9", FLAGGED, "before"],
    ["a score of 0.9", FLAGGED, "after"],
  ] as const)("is not served to a reviewer: %s (%o), detected %s", async (_, rule, order) => {
    const emulator = createEmulator({ rules: [rule] });
    const { id, answer } = await askReviewer(emulator, png, order);
    const media = await readConsole(emulator, `tasks/${id}/media`);
    expect(media.status).toBe(403);
    expect(media.headers.get("content-type")).toContain("application/json");
    const { tasks } = await (await readConsole(emulator, "tasks?state=queued")).json();
    expect(tasks).toMatchObject([{ id, isMediaWithheld: true, isWaitingForPeople: true }]);
    // The task is neither answered nor deleted.
    emulator.tasks.answer(id, ["reported"]);
    expect((await answer).body.status).toEqual(["reported"]);
  });

  it("does not withhold other media, or media with a lower score", async () => {
    for (const [media, rule] of [
      [other, MATCH],
      [png, { match: { name: "a.*" }, classes: { csam: 0.89 } }],
    ] as const) {
      const emulator = createEmulator({ rules: [rule] });
      const { id } = await askReviewer(emulator, media, "before");
      expect((await readConsole(emulator, `tasks/${id}/media`)).status).toBe(200);
      expect(emulator.tasks.list().every(({ isMediaWithheld }) => !isMediaWithheld)).toBe(true);
      emulator.reset();
    }
  });

  it("is not served as a mask, and is forgotten by a reset", async () => {
    const emulator = createEmulator({ rules: [MATCH] });
    const getMask = async () => {
      const { body } = await post(emulator, SYNC, { key: "demo-colors-mask", form: { media: png } });
      const { url } = body.status[0].response.output[0];
      const { status, headers } = await emulator.fetch(url);
      return [status, headers.get("content-type")];
    };
    expect(await getMask()).toEqual([200, "image/png"]);
    await post(emulator, SYNC, { key: "demo-csam", form: { media: png } });
    expect(await getMask()).toEqual([403, "application/json"]);
    emulator.reset();
    expect(await getMask()).toEqual([200, "image/png"]);
  });

  it("appears nowhere in the console's API, the journal or the callbacks", async () => {
    const emulator = createEmulator({ rules: [MATCH] });
    const { id } = await askReviewer(emulator, png, "before");
    const lists = await Promise.all(
      ["projects", "tasks", "tasks?state=queued", "journal", "callbacks"].map(async (path) =>
        (await readConsole(emulator, path)).text(),
      ),
    );
    const everything = [...lists, JSON.stringify([emulator.journal, emulator.tasks.list()])].join("\n");
    const base64 = Buffer.from(bytes).toString("base64");
    expect(everything).toContain(id);
    for (const part of [base64.slice(0, 40), "data:image", "saferhash", "sourceId"])
      expect(everything).not.toContain(part);
    emulator.reset();
  });
});
