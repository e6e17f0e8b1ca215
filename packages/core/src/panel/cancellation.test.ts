import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import {
  csamReply,
  pictureReply,
  projectOf,
  silentProject,
  textReply,
  verdictOf,
} from "../../test/panel-projects.ts";
import type { Verdict } from "../policy/verdict.ts";
import { createPanel } from "./create-panel.ts";
import type { PanelMember } from "./panel-options.ts";
import type { PanelMemberResult } from "./panel-verdict.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const visualPolicy = { block: { yes_smoking: 0.9 } };
const smoking = () => projectOf(pictureReply({ yes_smoking: 0.95 }, 0.003));

function deferred<Value>() {
  let resolve = (_value: Value): void => {};
  const promise = new Promise<Value>((resolveNow) => {
    resolve = resolveNow;
  });
  return { promise, resolve };
}

/** A member that answers when it is told to. */
function pendingJudge() {
  const answer = deferred<Verdict>();
  const asked = deferred<AbortSignal>();
  const judge = async (_item: unknown, { signal }: { readonly signal: AbortSignal }): Promise<Verdict> => {
    asked.resolve(signal);
    return answer.promise;
  };
  return { member: { judge, takes: "both" } as const, asked: asked.promise, answer };
}

/** A response whose rest arrives after a second. */
function lateResponse(start: string, rest: string): Response {
  let isStarted = false;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (isStarted) await new Promise((resolve) => setTimeout(resolve, 1000));
      controller.enqueue(new TextEncoder().encode(isStarted ? rest : start));
      if (isStarted) controller.close();
      isStarted = true;
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function states(members: Readonly<Record<string, PanelMemberResult>>): readonly string[] {
  return Object.values(members).map(({ state }) => state);
}

describe("a block", () => {
  it("cancels the members that have not answered, and says why", async () => {
    const slow = silentProject();
    const own = pendingJudge();
    const panel = createPanel({
      members: {
        visual: { client: smoking().client, policy: visualPolicy },
        slow: { client: slow.client, policy: visualPolicy },
        own: own.member,
      },
    });
    const verdict = await panel.judge({ media });
    expect(verdict).toMatchObject({
      decision: "block",
      members: {
        visual: { state: "judged", task: { results: [{ chargeUsd: 0.003 }] } },
        slow: {
          state: "cancelled",
          verdict: null,
          error: {
            kind: "closed",
            message: 'The panel canceled the member "slow" because the decision of "visual" is block.',
          },
        },
        own: { state: "cancelled" },
      },
      charge: { knownUsd: 0.003, isComplete: false },
    });
    expect((await own.asked).aborted).toBe(true);
    expect(slow.seen[0]?.request.signal.aborted).toBe(true);
  });

  it("does not cancel members with tags or with always", async () => {
    const [kept, tagged] = [pendingJudge(), pendingJudge()];
    const panel = createPanel({
      members: {
        visual: { client: smoking().client, policy: visualPolicy },
        kept: { ...kept.member, always: true },
        tagged: { ...tagged.member, tags: ["adult"] },
      },
    });
    const onMember = (name: string): void => {
      if (name !== "visual") return;
      kept.answer.resolve(verdictOf("allow"));
      tagged.answer.resolve(verdictOf("review"));
    };
    const { decision, members } = await panel.judge({ media }, { onMember });
    expect([decision, ...states(members)]).toEqual(["block", "judged", "judged", "judged"]);
  });

  it("stops the reading only when the tags are settled, too", async () => {
    const frame = (time: number, scores: Readonly<Record<string, number>>): string =>
      JSON.stringify({
        time,
        classes: Object.entries(scores).map(([name, score]) => ({ class: name, score })),
      });
    const opening =
      '{"id":"1","code":200,"status":[{"status":{"code":"0","message":"SUCCESS"},"response":{"output":[';
    const blocking = frame(0, { yes_smoking: 1, yes_pills: 0 });
    const tagging = frame(1, { yes_smoking: 0, yes_pills: 1 });
    const policy = { ...visualPolicy, tags: { pills: { yes_pills: 0.9 } } };
    // The rest of the response takes longer than a panel waits for it.
    const judgeWith = async (frames: readonly string[], rest: string, always = false) => {
      const { client } = projectOf(() => lateResponse(`${opening}${frames.join(",")}`, rest));
      const panel = createPanel({ members: { visual: { client, policy, always } } });
      const { decision, tags, members } = await panel.judge({ media });
      return [decision, ...tags.map(({ tag }) => tag), members.visual.task !== null];
    };
    expect(await judgeWith([blocking, tagging], "]}}]}")).toEqual(["block", "pills", false]);
    expect(await judgeWith([blocking, tagging], "]}}]}", true)).toEqual(["block", "pills", true]);
    expect(await judgeWith([blocking], `,${tagging}]}}]}`)).toEqual(["block", "pills", true]);
  });

  it("of one item cancels the members of the others", async () => {
    const text = projectOf(textReply({ hate: 3 }));
    const slow = silentProject();
    const panel = createPanel({
      members: {
        visual: { client: slow.client, policy: visualPolicy },
        text: { client: text.client, policy: { block: { hate: 3 } } },
      },
    });
    const { decision, members } = await panel.judgeAll({ picture: { media }, caption: { text: "a" } });
    expect([decision, members["picture.visual"].state]).toEqual(["block", "cancelled"]);
  });

  it("is reported while the result is still arriving, and stands if the rest is lost", async () => {
    const start = JSON.stringify(pictureReply({ yes_smoking: 0.95 }, 0.003)).replace(/\]\}\}\]\}$/, "");
    for (const rest of [null, new TypeError("reset")]) {
      const own = pendingJudge();
      const visual = projectOf(async () => {
        await own.asked;
        return new Response(bodyOf([`${start},`, rest]), { headers: { "content-type": "application/json" } });
      });
      const panel = createPanel({
        members: { visual: { client: visual.client, policy: visualPolicy }, own: own.member },
      });
      expect(await panel.judge({ media })).toMatchObject({
        decision: "block",
        members: {
          visual: { state: "judged", verdict: { decision: "block" }, task: null },
          own: { state: "cancelled" },
        },
        charge: { knownUsd: 0, isComplete: false },
      });
    }
  });
});

describe("a member that goes first", () => {
  const csamPolicy = {
    block: [{ kind: "match" as const }, { kind: "class" as const, class: "csam", atLeast: 0.8 }],
  };

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

describe("a deadline", () => {
  it("makes the members without an answer fail, and the others decide", async () => {
    const panel = createPanel({
      members: {
        slow: { client: silentProject().client, policy: visualPolicy },
        ok: { judge: async () => verdictOf("review"), takes: "media" },
      },
      timeoutMs: 30,
    });
    expect(await panel.judge({ media })).toMatchObject({
      decision: "review",
      members: {
        slow: {
          state: "failed",
          error: {
            kind: "timeout",
            limit: "deadline",
            timeoutMs: 30,
            message:
              'The member "slow" had no verdict at the deadline of 30 ms; the request may still be billed.',
          },
        },
        ok: { state: "judged" },
      },
      charge: { isComplete: false },
    });
  });

  it("of a member or of a call replaces that of the panel and of the client", async () => {
    const deadlines: unknown[] = [];
    const client = {
      frames: (
        submission: Parameters<typeof real.frames>[0],
        options?: Parameters<typeof real.frames>[1],
      ) => {
        deadlines.push(options?.timeoutMs);
        return real.frames(submission, options);
      },
    };
    const real = silentProject().client;
    const members = {
      one: { client, policy: visualPolicy, timeoutMs: 20 },
      two: { client, policy: visualPolicy },
    };
    const { decision, members: results } = await createPanel({ members }).judge({ media }, { timeoutMs: 40 });
    expect(decision).toBe("unknown");
    expect([results.one.error, results.two.error]).toMatchObject([{ timeoutMs: 20 }, { timeoutMs: 40 }]);
    expect(deadlines).toEqual([20, undefined]);
  });

  it("applies to functions that ignore their signal", async () => {
    const own = pendingJudge();
    const panel = createPanel({ members: { own: own.member } });
    const { decision, members } = await panel.judge({ media }, { timeoutMs: 10 });
    expect([decision, members.own.state, (await own.asked).aborted]).toEqual(["unknown", "failed", true]);
  });
});

describe("an abort", () => {
  it("rejects with its reason, and ends all members", async () => {
    const controller = new AbortController();
    const own = pendingJudge();
    const slow = silentProject();
    const panel = createPanel({
      members: { slow: { client: slow.client, policy: visualPolicy, always: true }, own: own.member },
    });
    const reported: string[] = [];
    const verdict = panel.judge(
      { media },
      { signal: controller.signal, onMember: (name) => reported.push(name) },
    );
    const signal = await own.asked;
    await expect.poll(() => slow.seen.length).toBe(1);
    const reason = { because: "the user left" };
    controller.abort(reason);
    await expect(verdict).rejects.toBe(reason);
    expect([signal.reason, slow.seen[0]?.request.signal.aborted]).toEqual([reason, true]);
    expect(reported).toEqual([]);
  });

  it("before the call sends nothing", async () => {
    const { client, seen } = smoking();
    const panel = createPanel({ members: { visual: { client, policy: visualPolicy } } });
    await expect(panel.judge({ media }, { signal: AbortSignal.abort("left") })).rejects.toBe("left");
    expect(seen).toEqual([]);
  });

  it("leaves no listener on a signal that outlives the call", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener, signal.removeEventListener];
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => {
        listeners += 1;
        Reflect.apply(add, signal, args);
      },
      removeEventListener: (...args: Parameters<typeof remove>) => {
        listeners -= 1;
        Reflect.apply(remove, signal, args);
      },
    });
    const panel = createPanel({ members: { visual: { client: smoking().client, policy: visualPolicy } } });
    await panel.judge({ media }, { signal });
    expect(listeners).toBe(0);
  });
});

it("onMember is called once for each member, and its errors do not matter", async () => {
  const reported: (readonly [string, string])[] = [];
  const panel = createPanel({
    members: {
      visual: { client: smoking().client, policy: visualPolicy, always: true },
      text: { judge: async () => verdictOf("allow"), takes: "text" },
      bad: { judge: async () => Promise.reject(new Error("down")), takes: "media" },
      slow: { client: silentProject().client, policy: visualPolicy },
    },
  });
  const verdict = await panel.judge(
    { media },
    {
      onMember: (name, { state }) => {
        reported.push([name, state]);
        throw new Error("a bug");
      },
    },
  );
  expect(reported[0]).toEqual(["text", "notApplicable"]);
  expect(Object.fromEntries(reported)).toEqual({
    visual: "judged",
    text: "notApplicable",
    bad: "failed",
    slow: "cancelled",
  });
  expect([reported.length, verdict.decision]).toEqual([4, "block"]);
  const rejecting = createPanel({
    members: { ok: { judge: async () => verdictOf("allow"), takes: "media" } },
  });
  const onMember = async (): Promise<void> => Promise.reject(new Error("a bug"));
  expect((await rejecting.judge({ media }, { onMember })).decision).toBe("allow");
});
