import { describe, expect, it } from "vitest";
import {
  csamReply,
  pendingJudge,
  pictureReply,
  projectOf,
  silentProject,
  states,
  textReply,
  verdictOf,
} from "../../test/panel-projects.ts";
import type { Verdict } from "../policy/verdict.ts";
import { createPanel } from "./create-panel.ts";
import type { PanelMember } from "./panel-options.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const visualPolicy = { block: { yes_smoking: 0.9 } };
const csamPolicy = {
  block: [{ kind: "match" as const }, { kind: "class" as const, class: "csam", atLeast: 0.8 }],
};

describe("a member that goes first", () => {
  /** A panel with CSAM detection, and two members that go after it, also if another member blocks. */
  function panelWith(csam: PanelMember) {
    const visual = projectOf(pictureReply({ yes_smoking: 0 }));
    const text = projectOf(textReply({ hate: 0 }));
    const panel = createPanel({
      members: {
        visual: { client: visual.client, policy: visualPolicy, always: true },
        text: { client: text.client, policy: { block: { hate: 3 } } },
        csam,
      },
    });
    return { panel, sent: () => visual.seen.length + text.seen.length };
  }

  it.each([
    [0.1, "allow", 2],
    [0.79, "allow", 2],
    [0.8, "block", 0],
    ["match", "block", 0],
  ] as const)(
    "with the result %s makes the decision %s, and %d others are asked",
    async (result, decision, count) => {
      const { client } = projectOf(csamReply(result));
      const { panel, sent } = panelWith({ client, policy: csamPolicy });
      const verdict = await panel.judge({ media, text: "a" });
      expect([verdict.decision, sent()]).toEqual([decision, count]);
      const others = count === 0 ? "cancelled" : "judged";
      expect(states(verdict.members)).toEqual([others, others, "judged"]);
    },
  );

  it.each([
    ["fails", projectOf(() => new Response(null, { status: 500 })).client, "failed"],
    ["times out", silentProject().client, "failed"],
    ["answers without a result", projectOf(pictureReply({ yes_smoking: 0 })).client, "judged"],
  ])("keeps the item from all others if it %s", async (_, client, state) => {
    const { panel, sent } = panelWith({ client, policy: csamPolicy, timeoutMs: 50 });
    const verdict = await panel.judge({ media, text: "a" });
    expect([verdict.decision, sent(), ...states(verdict.members)]).toEqual([
      "unknown",
      0,
      "cancelled",
      "cancelled",
      state,
    ]);
    expect(verdict.members["visual"]?.error).toMatchObject({
      message: 'The panel canceled the member "visual" because "csam" goes first and did not allow the item.',
    });
  });

  it("also keeps it from them for a reason that its policy sends to review, or that its policy does not name", async () => {
    const policies = [{ review: { csam: 0.5 } }, { block: { pornography: 0.99 } }];
    for (const policy of policies) {
      const { client } = projectOf(csamReply(0.95));
      const { panel, sent } = panelWith({ client, policy, first: true });
      const { decision, members } = await panel.judge({ media, text: "a" });
      expect([sent(), members["visual"]?.state]).toEqual([0, "cancelled"]);
      expect(decision).not.toBe("allow");
    }
  });

  it("does not delay an item without the part that it takes", async () => {
    const { client, seen } = projectOf(csamReply("match"));
    const { panel } = panelWith({ client, policy: csamPolicy });
    expect((await panel.judge({ text: "a" })).decision).toBe("allow");
    expect(seen).toEqual([]);
  });

  it("is asked alone: several are asked one after another, and the first match ends it", async () => {
    const order: string[] = [];
    const named = (name: string, decision: Verdict["decision"]): PanelMember => ({
      judge: async () => {
        order.push(name);
        await Promise.resolve();
        order.push(`/${name}`);
        return verdictOf(decision);
      },
      takes: "media",
      first: name !== "other",
    });
    const members = {
      other: named("other", "allow"),
      one: named("one", "allow"),
      two: named("two", "allow"),
    };
    await createPanel({ members }).judge({ media });
    expect(order.splice(0)).toEqual(["one", "/one", "two", "/two", "other", "/other"]);
    const { decision } = await createPanel({ members: { ...members, one: named("one", "block") } }).judge({
      media,
    });
    expect([decision, ...order]).toEqual(["block", "one", "/one"]);
  });

  it("holds back only its own item", async () => {
    const { client } = projectOf(csamReply(0));
    const match = projectOf(csamReply("match"));
    const { panel, sent } = panelWith({ client, policy: csamPolicy });
    expect((await panel.judgeAll({ a: { media }, b: { media } })).decision).toBe("allow");
    expect(sent()).toBe(2);
    const strict = panelWith({ client: match.client, policy: csamPolicy });
    const verdict = await strict.panel.judgeAll({ caption: { text: "a" }, avatar: { media } });
    expect(verdict.members["avatar.visual"]?.state).toBe("cancelled");
    expect(verdict.decision).toBe("block");
  });
});

it("an item that any member reports as restricted is withheld from all others, even with always", async () => {
  const own = pendingJudge();
  const csam = projectOf(async () => {
    await own.asked;
    return Response.json(csamReply("match"));
  });
  const panel = createPanel({
    members: {
      // A policy that does not name matches.
      odd: { client: csam.client, policy: visualPolicy },
      own: { ...own.member, always: true },
    },
  });
  expect(await panel.judge({ media })).toMatchObject({
    decision: "block",
    members: {
      own: {
        state: "cancelled",
        error: {
          message:
            'The panel canceled the member "own" because "odd" reports that the item may be child sexual abuse material.',
        },
      },
    },
  });
});

it("an item that its only member reports as restricted is not allowed, even if the policy does not name csam", async () => {
  const { client } = projectOf(csamReply(0.95));
  const csam = { client, policy: { block: { pornography: 0.99 } }, first: true };
  const panel = createPanel({ members: { csam } });
  expect(await panel.judge({ media })).toMatchObject({
    decision: "unknown",
    members: { csam: { state: "judged", verdict: { decision: "allow" } } },
  });
});

it("a block of another item cancels a member that goes first, unless kept members wait for it", async () => {
  const policy = { ...visualPolicy, tags: { smoking: { yes_smoking: 0.9 } } };
  for (const isKept of [true, false]) {
    const list = pendingJudge();
    const visual = projectOf(pictureReply({ yes_smoking: 0.95 }));
    const csam = projectOf(async () => {
      await list.asked;
      list.answer.resolve(verdictOf("block"));
      // The panel handles the block before this member answers.
      await new Promise((resolve) => setTimeout(resolve, 10));
      return Response.json(csamReply(0));
    });
    const panel = createPanel({
      members: {
        csam: { client: csam.client, policy: csamPolicy },
        visual: { client: visual.client, policy: isKept ? policy : visualPolicy },
        list: { ...list.member, takes: "text" },
      },
    });
    const verdict = await panel.judgeAll({ caption: { text: "a" }, picture: { media } });
    expect([
      verdict.decision,
      verdict.members["picture.csam"].state,
      verdict.members["picture.visual"].state,
      verdict.tags.map(({ tag }) => tag),
      visual.seen.length,
    ]).toEqual(
      isKept ? ["block", "judged", "judged", ["smoking"], 1] : ["block", "cancelled", "cancelled", [], 0],
    );
  }
});
