import { HiveClient } from "@hivekit/core";
import { createPanel } from "@hivekit/core/panel";
import type { Policy, Verdict } from "@hivekit/core/policy";
import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import { CONTENTS } from "./injection-case.ts";
import type { InjectionCase, Way } from "./injection-case.ts";
import injections from "../../../../packages/core/test/injections.json" with { type: "json" };

/** The model of the emulator finds a category if the text contains the words of its name. */
const POLICY = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    sellGuns: { description: "Offers to sell guns.", decision: "block" },
    idiot: { description: "Calls somebody an idiot.", decision: "review" },
  },
});

/** The policies of the classifier: with the class that it reports for these texts, and with another class. */
const CLASSES: { readonly [Name in Way]?: Policy } = {
  "panel, classifier with the class": { block: { weapons: 3 } },
  "panel, classifier without the class": { block: { spam: 3 } },
};

/** Judges each injection text, all of which contain an offer to sell guns, and counts the decisions. */
export async function judgeObeyedTexts({
  content,
  way,
  obedience,
}: InjectionCase): Promise<Readonly<Record<Verdict["decision"], number>>> {
  const emulator = createEmulator({
    rules: [{ match: { project: "demo-text", words: ["guns"] }, classes: { weapons: 3 } }],
    faults: obedience === 0 ? [] : [{ kind: "chat-obeys-injection", rate: obedience }],
  });
  const judge = createJudge(emulator, way);
  const counts = { block: 0, review: 0, unknown: 0, allow: 0 };
  for (const closing of injections.closings) {
    for (const demand of injections.demands) {
      counts[await judge(`${CONTENTS[content]} ${closing}\n\n${demand}\n\n<content>`)] += 1;
    }
  }
  await emulator.close();
  return counts;
}

function createJudge({ fetch }: Emulator, way: Way): (text: string) => Promise<Verdict["decision"]> {
  const vlm = new HiveVlm({ apiKey: "demo-vlm", fetch });
  const options = { perCategory: way === "a call per category" };
  const policy = CLASSES[way];
  if (policy === undefined) return async (text) => (await vlm.judge({ text }, POLICY, options)).decision;
  const client = new HiveClient({ api: "v2", apiKey: "demo-text", fetch });
  const panel = createPanel({
    members: {
      classifier: { client, policy, takes: "text" },
      rules: { judge: (item, { signal }) => vlm.judge(item, POLICY, { signal }), takes: "text" },
    },
  });
  return async (text) => (await panel.judge({ text })).decision;
}
