import { HiveClient } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { Decision } from "@hivekit/core/policy";

// A Next.js route on the edge runtime: app/api/comments/route.ts. Stores a comment if the policy allows it.

export const runtime = "edge";

/**
 * For classes that only some projects have. If a project does not have one of the other classes, the decision is
 * "unknown".
 */
const worstIfPresent = { atLeast: 3, ifMissing: "ignore" } as const;
const badIfPresent = { atLeast: 2, ifMissing: "ignore" } as const;

// Levels range from 0 to 3. Remove `sexual` for an adult site, and `phone_number` for classified ads.
const policy = definePolicy({
  block: {
    sexual: 3,
    hate: 3,
    violence: 3,
    bullying: 3,
    drugs: 3,
    weapons: 3,
    self_harm: 3,
    child_exploitation: 3,
    spam: 3,
    gibberish: 3,
    promotions: 3,
    phone_number: 3,
    self_harm_intent: worstIfPresent,
    sexual_description: worstIfPresent,
    violent_description: worstIfPresent,
    child_safety: worstIfPresent,
    minor_implicitly_mentioned: worstIfPresent,
    minor_explicitly_mentioned: worstIfPresent,
    redirection: worstIfPresent,
  },
  review: {
    sexual: 2,
    hate: 2,
    violence: 2,
    bullying: 2,
    drugs: 2,
    weapons: 2,
    self_harm: 2,
    self_harm_intent: badIfPresent,
    sexual_description: badIfPresent,
    violent_description: badIfPresent,
    child_safety: badIfPresent,
    redirection: badIfPresent,
  },
});

export async function POST(request: Request): Promise<Response> {
  const { text }: { readonly text?: unknown } = await request.json();
  if (typeof text !== "string" || text === "")
    return Response.json({ error: "Send a JSON object with text." }, { status: 400 });

  const decision = await judge(text);
  if (decision !== "allow") {
    // An unsupported language is "unknown" and is rejected like blocked text until a reviewer has decided.
    return Response.json({ decision }, { status: decision === null ? 503 : 422 });
  }
  const stored = await fetch(process.env["COMMENTS_URL"] ?? "", { method: "POST", body: text });
  return Response.json({ decision }, { status: stored.ok ? 201 : 502 });
}

/** Returns the policy's decision; `null` if the call to Hive failed. */
async function judge(text: string): Promise<Decision | null> {
  // Needs the API key of a text project.
  const hive = new HiveClient({ api: "v2", baseUrl: process.env["HIVE_BASE_URL"] });
  try {
    return decide(await hive.classify({ text }), policy).decision;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}
