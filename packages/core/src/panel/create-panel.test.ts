import { describe, expect, it } from "vitest";
import { pictureReply, projectOf, textReply, verdictOf } from "../../test/panel-projects.ts";
import type { Submission } from "../submission/submission.ts";
import type { Decision, Verdict } from "../policy/verdict.ts";
import { createPanel } from "./create-panel.ts";
import type { PanelParts } from "./panel-options.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const visualPolicy = { block: { yes_smoking: 0.9 } };
const textPolicy = { block: { hate: 3 }, review: { hate: 2 } };

/** A member that always gives the same answer. */
function judging(answer: Verdict | Error, takes: PanelParts = "both") {
  const judge = async (): Promise<Verdict> => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { judge, takes };
}

function twoProjects(smoking: number, hate: number) {
  const visual = projectOf(pictureReply({ yes_smoking: smoking, no_smoking: 1 - smoking }, 0.003));
  const text = projectOf(textReply({ hate }, 0.001));
  const panel = createPanel({
    members: {
      visual: { client: visual.client, policy: visualPolicy },
      text: { client: text.client, policy: textPolicy },
    },
  });
  return { visual, text, panel };
}

describe("an item with media and text", () => {
  it("goes part by part to the members that take it", async () => {
    const { panel, visual, text } = twoProjects(0, 0);
    const verdict = await panel.judge({ media, filename: "a.jpg", text: "hello" });
    expect(verdict).toMatchObject({
      decision: "allow",
      tags: [],
      unknownTags: [],
      members: { visual: { state: "judged", error: null }, text: { state: "judged", error: null } },
      charge: { knownUsd: 0.004, isComplete: true },
    });
    const [upload] = visual.seen;
    const form = await upload?.form();
    expect([...(form?.keys() ?? [])]).toEqual(["media"]);
    expect(await text.seen[0]?.request.text()).toContain("hello");
  });

  it("has the task of each project, as classify returns it", async () => {
    const { panel, visual } = twoProjects(0.95, 0);
    const { members } = await panel.judge({ media, text: "hello" });
    expect(members.visual.task).toEqual(await visual.client.classify({ media }));
    expect(members.visual.verdict?.reasons[0]?.sentence).toMatch(/^Block: yes_smoking/);
  });

  it.each([
    [0, 0, "allow"],
    [0, 2, "review"],
    [0, 3, "block"],
    [1, 0, "block"],
    [1, 2, "block"],
  ] as const)("gets the strictest decision: %d and %d are %s", async (smoking, hate, decision) => {
    const { panel } = twoProjects(smoking, hate);
    expect((await panel.judge({ media, text: "hello" })).decision).toBe(decision);
  });
});

describe("a missing part", () => {
  it("makes its members not applicable, and they do not count", async () => {
    const { panel, text } = twoProjects(0, 0);
    for (const item of [{ media }, { media, text: "" }, { media, text: undefined }]) {
      expect(await panel.judge(item)).toMatchObject({
        decision: "allow",
        members: { text: { state: "notApplicable", verdict: null, task: null, error: null } },
        charge: { knownUsd: 0.003, isComplete: true },
      });
    }
    expect(text.seen).toEqual([]);
    expect((await panel.judge({ text: "hello" })).members.visual.state).toBe("notApplicable");
  });

  it.each([
    ["media", { media, text: "hello" }],
    ["text", { media, text: "hello" }],
    ["media", { text: "hello" }],
    ["text", { url: "https://example.com/a.jpg" }],
  ] as const)("no member that takes more than %s means unknown for %o", async (takes, item) => {
    const panel = createPanel({ members: { only: judging(verdictOf("allow"), takes) } });
    expect((await panel.judge(item)).decision).toBe("unknown");
  });

  it("is left out for a member that takes both", async () => {
    const items: Submission[] = [];
    const judge = async (item: Submission) => {
      items.push(item);
      return verdictOf("allow");
    };
    const panel = createPanel({ members: { any: { judge, takes: "both" } } });
    const url = "https://example.com/a.jpg";
    for (const item of [{ media, text: "a" }, { media }, { text: "a" }, { url, text: "a" }]) {
      expect((await panel.judge(item)).decision).toBe("allow");
    }
    expect(items).toEqual([{ media, text: "a" }, { media }, { text: "a" }, { url, text: "a" }]);
  });
});

describe("a member that fails", () => {
  it.each<[Decision, Decision]>([
    ["allow", "unknown"],
    ["unknown", "unknown"],
    ["review", "review"],
    ["block", "block"],
  ])("beside %s makes the decision %s", async (other, decision) => {
    const error = new Error("down");
    const panel = createPanel({ members: { bad: judging(error), good: judging(verdictOf(other)) } });
    const verdict = await panel.judge({ text: "hello" });
    expect(verdict.decision).toBe(decision);
    // Another member may block, and cancel it, before it has failed.
    if (other !== "block")
      expect(verdict.members.bad).toEqual({ state: "failed", verdict: null, task: null, error });
  });

  it("is one whose project rejects the item", async () => {
    const { client } = projectOf(() => Response.json({ message: "no" }, { status: 403 }));
    const panel = createPanel({ members: { visual: { client, policy: visualPolicy } } });
    expect(await panel.judge({ media })).toMatchObject({
      decision: "unknown",
      members: { visual: { state: "failed", error: { kind: "http", reason: "unauthorized" } } },
    });
  });

  it("may throw before it returns a promise, or throw nothing", async () => {
    const panel = createPanel({
      members: {
        sync: {
          judge: () => {
            throw new TypeError("sync");
          },
          takes: "text",
        },
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- users may
        empty: { judge: () => Promise.reject(undefined), takes: "text" },
      },
    });
    const { decision, members } = await panel.judge({ text: "a" });
    expect([decision, members.sync.state, members.empty.state]).toEqual(["unknown", "failed", "failed"]);
  });
});

describe("tags", () => {
  const [reason, other] = ["a", "b"].map((rule) => ({
    decision: null,
    rule,
    kind: "class" as const,
    class: "yes_smoking",
    score: 1,
    threshold: 0.9,
    count: null,
    resultIndex: 0,
    frames: [0],
    seconds: [],
    parts: [],
    sentence: rule,
  }));
  const tagged = (tags: Verdict["tags"], unknownTags: readonly string[] = []) =>
    judging(verdictOf("allow", { tags, unknownTags }));

  it("are those of all members, with the reasons of all", async () => {
    if (reason === undefined || other === undefined) throw new Error("There are two reasons.");
    const panel = createPanel({
      members: {
        one: tagged([{ tag: "smoke", reasons: [reason] }], ["adult"]),
        two: tagged([
          { tag: "smoke", reasons: [other] },
          { tag: "adult", reasons: [other] },
        ]),
        three: tagged([], ["smoke", "gore"]),
      },
    });
    expect(await panel.judge({ text: "a" })).toMatchObject({
      decision: "allow",
      tags: [
        { tag: "smoke", reasons: [reason, other] },
        { tag: "adult", reasons: [other] },
      ],
      unknownTags: ["gore"],
    });
  });

  it("of a member that fails are unknown; of one that is not applicable, they do not hold", async () => {
    const panel = createPanel({
      members: {
        failing: { ...judging(new Error("down"), "text"), tags: ["adult"] },
        absent: { ...judging(verdictOf("allow"), "media"), tags: ["gore"] },
      },
    });
    expect((await panel.judge({ text: "a" })).unknownTags).toEqual(["adult"]);
  });
});

describe("judgeAll", () => {
  it("judges the items of a post, and names the members after them", async () => {
    const { panel, visual, text } = twoProjects(0, 2);
    const verdict = await panel.judgeAll({ post: { media, text: "hello" }, avatar: { media } });
    expect(Object.keys(verdict.members)).toEqual([
      "post.visual",
      "post.text",
      "avatar.visual",
      "avatar.text",
    ]);
    expect(verdict).toMatchObject({ decision: "review", charge: { knownUsd: 0.007, isComplete: true } });
    expect(verdict.members["avatar.text"].state).toBe("notApplicable");
    expect([visual.seen.length, text.seen.length]).toEqual([2, 1]);
  });

  it("is unknown if a part of one item has no member", async () => {
    const { client } = projectOf(pictureReply({ yes_smoking: 0 }));
    const panel = createPanel({ members: { visual: { client, policy: visualPolicy } } });
    expect((await panel.judgeAll({ picture: { media }, caption: { text: "a" } })).decision).toBe("unknown");
  });

  it("rejects items without names, and names an invalid item", async () => {
    const { panel } = twoProjects(0, 0);
    await expect(panel.judgeAll({})).rejects.toMatchObject({ kind: "input" });
    await expect(panel.judgeAll(JSON.parse("[]"))).rejects.toMatchObject({ kind: "input" });
    await expect(panel.judgeAll({ avatar: { url: "not a URL" } })).rejects.toMatchObject({
      kind: "input",
      message: expect.stringMatching(/^Item "avatar": submission\.url /),
    });
  });
});

describe("bad input", () => {
  it("is rejected before anything is sent", async () => {
    const { panel, visual, text } = twoProjects(0, 0);
    const wrong = [
      undefined,
      null,
      "text",
      {},
      { text: "" },
      { media, url: "https://example.com/a" },
      { file: media },
    ];
    for (const item of wrong) {
      await expect(panel.judge(JSON.parse(JSON.stringify(item ?? null)))).rejects.toMatchObject({
        kind: "input",
      });
    }
    for (const options of [{ timeoutMs: 0 }, { signal: true }, { onMember: "log" }, { deadline: 1 }]) {
      await expect(panel.judge({ text: "a" }, JSON.parse(JSON.stringify(options)))).rejects.toMatchObject({
        kind: "config",
        message: expect.stringMatching(/^judge: /),
      });
    }
    expect([...visual.seen, ...text.seen]).toEqual([]);
  });

  it("is a stream for two members, but not for one", async () => {
    const stream = (): ReadableStream<Uint8Array> => new Blob([media]).stream();
    const { client, seen } = projectOf(pictureReply({ yes_smoking: 0 }));
    const visual = { client, policy: visualPolicy };
    const panel = createPanel({
      members: { visual, again: visual, text: judging(verdictOf("allow"), "text") },
    });
    await expect(panel.judge({ media: stream() })).rejects.toMatchObject({
      kind: "input",
      message:
        "The media can be read only once, and 2 members take it; pass a Blob, bytes, or a function that opens the media.",
    });
    const shared = stream();
    const single = createPanel({ members: { visual } });
    await expect(single.judgeAll({ a: { media: shared }, b: { media: shared } })).rejects.toMatchObject({
      kind: "input",
    });
    expect(seen).toEqual([]);
    expect((await panel.judge({ media: stream })).decision).toBe("allow");
    expect((await single.judge({ media: stream() })).decision).toBe("allow");
  });
});

it("opens the media once for each member that takes it", async () => {
  let opened = 0;
  const open = (): Blob => {
    opened += 1;
    return new Blob([media]);
  };
  const { panel } = twoProjects(0, 0);
  await panel.judge({ media: open, text: "hello" });
  expect(opened).toBe(1);
});

it("keeps no task with keepTasks: false, and gives the same verdict and charge", async () => {
  const { client } = projectOf(pictureReply({ yes_smoking: 0.95 }, 0.003));
  const members = { visual: { client, policy: visualPolicy } };
  const full = await createPanel({ members }).judge({ media });
  const flat = await createPanel({ members, keepTasks: false }).judge({ media });
  expect(flat).toEqual({ ...full, members: { visual: { ...full.members.visual, task: null } } });
});
