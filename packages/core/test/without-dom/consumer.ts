// Type-checked without the DOM library, as for users of Node, Deno and Bun.
import { decodeTask, HiveClient, readFrames, redactTask } from "../../src/index.ts";
import type { ClassName, Frame, Submission, Task } from "../../src/index.ts";
import { readCallback, signCallbackUrl, verifyCallbackUrl } from "../../src/callback.ts";
import { headOf } from "../../src/classes.ts";
import { evaluatePolicy, formatEvaluation, plotCurve, sweepThreshold } from "../../src/evaluate.ts";
import { createBudget, createMemoryBudgetStore, withBudget } from "../../src/guard.ts";
import { budgetStoreCases } from "../../src/guard-testing.ts";
import { maskShares } from "../../src/mask.ts";
import { fromPath, longFetch } from "../../src/node.ts";
import { createPanel } from "../../src/panel.ts";
import { decide, definePolicy } from "../../src/policy.ts";
import { classifyText, splitText } from "../../src/text.ts";
import { HiveVlm } from "../../src/vlm.ts";

const hive = new HiveClient({ apiKey: "k", api: "v3", model: "hive/visual-moderation", fetch: longFetch() });

const submissions: readonly Submission[] = [
  { media: fromPath("a.jpg") },
  { media: new Uint8Array(1) },
  { media: new Blob(["x"]) },
  { media: new Blob(["x"]).stream(), filename: "a.jpg" },
  { url: new URL("https://a.example/") },
];

// @ts-expect-error -- a URL goes into url
const refused: Submission = { media: "https://a.example/" };

/** Uses every type. */
export async function consume(request: Request): Promise<readonly unknown[]> {
  const tasks: Task[] = [await readCallback(request), decodeTask(JSON.parse("{}"))];
  for (const submission of submissions) tasks.push(await hive.classify(submission));
  const frames: Frame[] = [];
  for await (const frame of readFrames(new Response("{}"))) frames.push(frame);
  const names: ClassName[] = ["yes_smoking", "a_class_of_mine"];
  const url = await signCallbackUrl("https://me.example/", { secret: "s".repeat(32), project: "p" });
  const check = await verifyCallbackUrl(url, { secrets: ["s".repeat(32)], project: "p" });
  const vlm = new HiveVlm({ apiKey: "k", fetch: longFetch() });
  const answer = await vlm.ask({ prompt: "Is it safe?", media: new Blob(["x"]) });
  return [
    answer.value,
    tasks.map(redactTask),
    frames,
    names.map(headOf),
    tasks.map((task) => decide(task, definePolicy({ block: { yes_smoking: 0.9 } }))),
    formatEvaluation(await evaluatePolicy({ block: { yes_smoking: 0.9 } }, [])),
    plotCurve(await sweepThreshold("yes_smoking", [])),
    await createPanel({
      members: { visual: { client: hive, policy: { block: { yes_smoking: 0.9 } } } },
    }).judge({ text: "a" }),
    maskShares(new Uint8Array(4), []),
    check,
    await classifyText(hive, "a text", { limit: 512, signal: AbortSignal.timeout(1000) }),
    splitText("a text", { overlap: 10 }),
    await withBudget(hive, { budget: createBudget({ limitUsd: 1, per: "run" }) }).classify({ text: "a" }),
    budgetStoreCases(createMemoryBudgetStore),
    refused,
  ];
}
