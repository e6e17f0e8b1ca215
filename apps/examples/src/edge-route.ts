import { HiveClient } from "@hivekit/core";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { Decision } from "@hivekit/core/policy";

// A route of Next at the edge: app/api/comments/route.ts. A comment is kept if it may be read.

export const runtime = "edge";

const policy = definePolicy({
  block: { hate: 3, sexual: 3, child_exploitation: 3 },
  review: [{ kind: "text", class: "hate", atLeast: 2 }],
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
