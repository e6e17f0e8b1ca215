import { HiveClient } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { Decision } from "@hivekit/core/policy";

// A route of Next at the edge: app/api/comments/route.ts. A comment is kept if it may be read.

export const runtime = "edge";

/** Classes that not every project has. A project that lacks one of the others gives "unknown". */
const worstIfThere = { atLeast: 3, ifMissing: "ignore" } as const;
const badIfThere = { atLeast: 2, ifMissing: "ignore" } as const;

// Levels go from 0 to 3. A site for adults takes `sexual` out, one with classified ads `phone_number`.
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
    self_harm_intent: worstIfThere,
    sexual_description: worstIfThere,
    violent_description: worstIfThere,
    child_safety: worstIfThere,
    minor_implicitly_mentioned: worstIfThere,
    minor_explicitly_mentioned: worstIfThere,
    redirection: worstIfThere,
  },
  review: {
    sexual: 2,
    hate: 2,
    violence: 2,
    bullying: 2,
    drugs: 2,
    weapons: 2,
    self_harm: 2,
    self_harm_intent: badIfThere,
    sexual_description: badIfThere,
    violent_description: badIfThere,
    child_safety: badIfThere,
    redirection: badIfThere,
  },
});

export async function POST(request: Request): Promise<Response> {
  const { text }: { readonly text?: unknown } = await request.json();
  if (typeof text !== "string" || text === "") return Response.json({ problem: "no text" }, { status: 400 });

  const decision = await decisionOn(text);
  if (decision !== "allow") {
    // A language that the model does not know is "unknown": refused, as what is blocked, until a person has looked at it.
    return Response.json({ decision }, { status: decision === null ? 503 : 422 });
  }
  const stored = await fetch(process.env["COMMENTS_URL"] ?? "", { method: "POST", body: text });
  return Response.json({ decision }, { status: stored.ok ? 201 : 502 });
}

/** What the policy says; `null` if Hive could not be asked. */
async function decisionOn(text: string): Promise<Decision | null> {
  // The key of a project for texts.
  const hive = new HiveClient({ api: "v2", baseUrl: process.env["HIVE_BASE_URL"] });
  try {
    return decide(await hive.classify({ text }), policy).decision;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}
