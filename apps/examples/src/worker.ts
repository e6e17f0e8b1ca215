import { HiveClient } from "@hivekit/core";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Verdict } from "@hivekit/core/policy";

// A Cloudflare Worker: PUT /uploads/photo.jpg is moderated before anybody can see it.

/** Two R2 buckets, or whatever else has a `put`. */
type Bucket = { put(name: string, content: Blob): Promise<unknown> };

type Env = {
  readonly HIVE_API_KEY: string;
  readonly HIVE_BASE_URL?: string;
  /** What visitors see. */
  readonly PUBLISHED: Bucket;
  /** What waits for a person, and nobody else sees. */
  readonly HELD: Bucket;
};

const MAX_BYTES = 8 * 1024 * 1024;

// Hivekit's start, and no weapons: on which side a class stands is yours to say.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({ block: { ...RECOMMENDED_POLICY.block, gun_in_hand }, review });

const worker = {
  async fetch(request: Request, env: Env): Promise<Response> {
    const name = /^\/uploads\/([\w.-]+)$/.exec(new URL(request.url).pathname)?.[1];
    if (request.method !== "PUT" || name === undefined) return new Response(null, { status: 404 });
    const announcedBytes = Number(request.headers.get("content-length") ?? 0);
    if (announcedBytes > MAX_BYTES) return new Response(null, { status: 413 });
    const media = await request.blob();
    if (media.size > MAX_BYTES) return new Response(null, { status: 413 });

    const hive = new HiveClient({ apiKey: env.HIVE_API_KEY, baseUrl: env.HIVE_BASE_URL });
    let verdict: Verdict;
    try {
      verdict = decide(await hive.classify({ media, filename: name }), policy);
    } catch (error) {
      // What was not judged is not stored. Hivekit's errors hold no key and no media: they are fit for a log.
      console.error(error instanceof Error ? error.message : error);
      return Response.json({ problem: "It could not be judged; try again later." }, { status: 503 });
    }

    switch (verdict.decision) {
      case "allow":
        await env.PUBLISHED.put(name, media);
        return Response.json({ state: "published" }, { status: 201 });
      case "block":
        return Response.json({ reasons: verdict.reasons.map(({ rule }) => rule) }, { status: 422 });
      // "review" and "unknown": who does not know treats it as who doubts. A person decides.
      default:
        await env.HELD.put(name, media);
        return Response.json({ state: "held" }, { status: 202 });
    }
  },
};

export default worker;
