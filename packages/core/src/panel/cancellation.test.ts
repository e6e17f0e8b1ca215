import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import {
  pendingJudge,
  pictureReply,
  projectOf,
  silentProject,
  states,
  textReply,
  verdictOf,
} from "../../test/panel-projects.ts";
import { createPanel } from "./create-panel.ts";

const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const visualPolicy = { block: { yes_smoking: 0.9 } };
const smoking = () => projectOf(pictureReply({ yes_smoking: 0.95 }, 0.003));

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
