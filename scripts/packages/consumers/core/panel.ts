import type { HiveClient } from "@hivekit/core";
import { createPanel } from "@hivekit/core/panel";
import type { Panel, PanelMember, PanelVerdict } from "@hivekit/core/panel";
import type { Verdict } from "@hivekit/core/policy";

export async function judge(client: HiveClient, verdict: Verdict): Promise<string> {
  const visual: PanelMember = { client, policy: { block: { yes_smoking: 0.9 } } };
  const panel: Panel<"visual" | "own"> = createPanel({
    members: { visual, own: { judge: async () => verdict, takes: "text" } },
  });
  const { members }: PanelVerdict<"visual" | "own"> = await panel.judge({ text: "hello" });
  const post = await panel.judgeAll({ avatar: { url: "https://a.example/a.jpg" } });
  // @ts-expect-error -- there is no such member
  await panel.judge({ text: "hello" }).then((other) => other.members.audio);
  return `${members.own.state} ${post.members["avatar.visual"].state}`;
}
// @ts-expect-error -- a function needs `takes`
export const wrong = createPanel({ members: { own: { judge: async () => JSON.parse("{}") } } });
