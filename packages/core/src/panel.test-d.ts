import { expectTypeOf, it } from "vitest";
import { HiveClient } from "./index.ts";
import { createPanel } from "./panel.ts";
import type { PanelClient, PanelMemberResult } from "./panel.ts";
import type { Verdict } from "./policy.ts";

const client = new HiveClient({ apiKey: "any" });
const policy = { block: { yes_smoking: 0.9 } };
const judge = async (): Promise<Verdict> => JSON.parse("{}");

it("results have the names of the members, or those of items and members", () => {
  const panel = createPanel({ members: { visual: { client, policy }, own: { judge, takes: "text" } } });
  const single = panel.judge({ text: "a" });
  expectTypeOf<Awaited<typeof single>["members"]>().toEqualTypeOf<{
    readonly visual: PanelMemberResult;
    readonly own: PanelMemberResult;
  }>();
  const verdict = panel.judgeAll({ post: { text: "a" }, avatar: { url: "https://a.example/" } });
  expectTypeOf<keyof Awaited<typeof verdict>["members"]>().toEqualTypeOf<
    "post.visual" | "post.own" | "avatar.visual" | "avatar.own"
  >();
  void panel.judge(
    { text: "a" },
    { onMember: (name) => expectTypeOf(name).toEqualTypeOf<"visual" | "own">() },
  );
});

it("a member is either a client with a policy, or a function with the parts that it takes", () => {
  expectTypeOf<HiveClient>().toExtend<PanelClient>();
  // @ts-expect-error -- a client needs a policy
  createPanel({ members: { visual: { client } } });
  // @ts-expect-error -- a function needs `takes`
  createPanel({ members: { own: { judge } } });
  // @ts-expect-error -- not both
  createPanel({ members: { own: { client, policy, judge, takes: "text" } } });
});
