import { describe, expect, it } from "vitest";
import { verdictOf } from "../../test/panel-projects.ts";
import type { Verdict } from "../policy/verdict.ts";
import { createPanel } from "./create-panel.ts";

const reason = { kind: "class", class: "yes_smoking", parts: [] };

/** Judges a text with a function that returns any value, beside a member that allows it. */
async function judgeWith(judge: () => unknown) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mistakes of a user who writes JavaScript
  const own = { judge: judge as () => Promise<Verdict>, takes: "text" } as const;
  const other = { judge: async () => verdictOf("allow"), takes: "text" } as const;
  return createPanel({ members: { own, other } }).judge({ text: "a" }, { timeoutMs: 50 });
}

describe("a function that returns", () => {
  it.each([
    ["nothing", undefined, "got undefined"],
    ["an array", [], "got array"],
    ["the decision alone", "allow", "got string"],
    ["an unknown decision", { decision: "ok", reasons: [] }, "the property decision is missing or invalid"],
    ["no reasons", { decision: "allow" }, "the property reasons is missing or invalid"],
    ["an empty reason", { decision: "block", reasons: [null] }, "the property reasons is missing or invalid"],
    [
      "a reason with an invalid part",
      { decision: "block", reasons: [{ ...reason, parts: [{ kind: "match" }] }] },
      "the property reasons is missing or invalid",
    ],
    ["tags that are null", { ...verdictOf("allow"), tags: null }, "the property tags is missing or invalid"],
    [
      "a tag without a name",
      { ...verdictOf("allow"), tags: [{ reasons: [] }] },
      "the property tags is missing or invalid",
    ],
    [
      "unknown tags that are no names",
      { ...verdictOf("allow"), unknownTags: [1] },
      "the property unknownTags is missing or invalid",
    ],
  ])("%s has failed", async (_, value, problem) => {
    expect(await judgeWith(async () => value)).toMatchObject({
      decision: "unknown",
      members: {
        own: {
          state: "failed",
          verdict: null,
          error: {
            kind: "config",
            option: "members.own.judge",
            message: `members.own.judge must resolve to a verdict such as that of decide(); ${problem}.`,
          },
        },
      },
      // The function may have called a project.
      charge: { isComplete: false },
    });
  });

  it.each([
    [
      "an object that throws",
      () => ({
        get decision(): string {
          throw new Error("A bug.");
        },
      }),
    ],
    ["a promise that never settles", async () => new Promise(() => {})],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- users may
    ["a promise that rejects with null", () => Promise.reject(null)],
  ])("%s has failed", async (_, judge) => {
    const { decision, members } = await judgeWith(judge);
    expect([decision, members.own.state]).toEqual(["unknown", "failed"]);
  });

  it("a decision and reasons alone gets the rest", async () => {
    const { decision, members } = await judgeWith(async () => ({ decision: "review", reasons: [reason] }));
    expect([decision, members.own.verdict]).toEqual([
      "review",
      { ...verdictOf("review"), reasons: [reason], evaluated: { frames: 0, seconds: 0 } },
    ]);
  });

  it("an object that changes later cannot change the decision", async () => {
    const shared: { decision: string; readonly reasons: readonly [] } = { decision: "unknown", reasons: [] };
    let reads = 0;
    const judge = (): unknown => {
      setTimeout(() => {
        shared.decision = "allow";
      });
      return Object.defineProperty({ ...shared }, "decision", {
        enumerable: true,
        get: () => (reads++ === 0 ? shared.decision : "allow"),
      });
    };
    expect((await judgeWith(judge)).decision).toBe("unknown");
  });
});

it("a function cannot change what other members receive", async () => {
  const urls: unknown[] = [];
  const judge = async (item: { url?: string | URL | undefined }): Promise<Verdict> => {
    urls.push(item.url);
    item.url = "https://example.com/other.jpg";
    return verdictOf("allow");
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the properties are readonly for TypeScript only
  const member = { judge: judge as () => Promise<Verdict>, takes: "media" } as const;
  const panel = createPanel({ members: { one: { ...member, first: true }, two: member } });
  await panel.judge({ url: "https://example.com/photo.jpg" });
  expect(urls).toEqual(["https://example.com/photo.jpg", "https://example.com/photo.jpg"]);
});
