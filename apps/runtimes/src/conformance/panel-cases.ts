import { createPanel } from "@hivekit/core/panel";
import { definePolicy } from "@hivekit/core/policy";
import type { Verdict } from "@hivekit/core/policy";
import { captureError, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const guns = definePolicy({ block: { gun_in_hand: 0.9 } });
const smoking = definePolicy({ review: { yes_smoking: 0.9 } });

/** Verdicts of several members. */
export const PANEL_CASES: readonly ConformanceCase[] = [
  {
    name: "judges an item with several members, and opens the media once for each",
    project: "demo-visual",
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      const client = hive();
      const texts: unknown[] = [];
      const judge = async ({ text }: { readonly text?: string | undefined }): Promise<Verdict> => {
        texts.push(text);
        throw new Error("The list is not available.");
      };
      const panel = createPanel({
        members: {
          guns: { client, policy: guns },
          smoking: { client, policy: smoking },
          list: { judge, takes: "text" },
        },
      });
      const given = { media: () => new Blob([bytes]), filename: "hive-test-yes_smoking.jpg" };
      const caption = await panel.judge({ ...given, text: "hello" });
      expectEqual(
        [caption.decision, caption.members.list.state, texts.join()],
        ["review", "failed", "hello"],
      );
      const plain = await panel.judge({ media: bytes, filename: "shapes.jpg" });
      expectEqual(
        [plain.decision, plain.members.list.state, plain.charge],
        ["allow", "notApplicable", { knownUsd: 0.006, isComplete: true }],
      );
      expectEqual((await observe()).journal.length, 4);
    },
  },
  {
    name: "cancels the other members of a panel after a block, and closes their connections",
    project: "demo-visual",
    emulator: { faults: "stall-frames:after=0" },
    run: async ({ hive, media, observeUntil }) => {
      const client = hive();
      const panel = createPanel({
        members: { one: { client, policy: guns }, two: { client, policy: guns } },
      });
      const given = { media: await media("shapes.jpg"), filename: "hive-test-gun_in_hand.jpg" };
      const { decision, members } = await panel.judge(given);
      const states = [members.one.state, members.two.state].toSorted();
      expectEqual([decision, states], ["block", ["cancelled", "judged"]]);
      await observeUntil(
        ({ exchanges }) => exchanges.some(({ state }) => state === "closed"),
        "a closed connection",
      );
    },
  },
  {
    name: "ends a panel at its deadline and at an abort",
    project: "demo-visual",
    emulator: { faults: "stall-headers@1" },
    run: async ({ hive, media }) => {
      const panel = createPanel({ members: { guns: { client: hive(), policy: guns } } });
      const given = { media: await media("shapes.jpg") };
      const { decision, members } = await panel.judge(given, { timeoutMs: 200 });
      expectEqual([decision, members.guns.state], ["unknown", "failed"]);
      const controller = new AbortController();
      const reason = new Error("the user left");
      const thrown = captureError(panel.judge(given, { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 50);
      expectEqual((await thrown) === reason, true);
    },
  },
];
