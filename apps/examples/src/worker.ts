import { HiveClient } from "@hivekit/core";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Verdict } from "@hivekit/core/policy";

// A Cloudflare Worker: POST /uploads/photo.jpg is moderated before anybody can see it.

/** Two R2 buckets, or whatever else has a `put`. */
type Bucket = {
  put(
    id: string,
    content: Blob,
    options: { readonly httpMetadata: { readonly contentType: string } },
  ): Promise<unknown>;
};

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
    if (request.method !== "POST" || name === undefined) return new Response(null, { status: 404 });
    const announcedBytes = Number(request.headers.get("content-length") ?? 0);
    if (announcedBytes > MAX_BYTES) return new Response(null, { status: 413 });
    const media = await request.blob();
    if (media.size > MAX_BYTES) return new Response(null, { status: 413 });
    const contentType = await pictureTypeOf(media);
    if (contentType === null) return new Response(null, { status: 415 });

    const hive = new HiveClient({ apiKey: env.HIVE_API_KEY, baseUrl: env.HIVE_BASE_URL });
    let verdict: Verdict;
    try {
      verdict = decide(await hive.classify({ media, filename: name }), policy);
    } catch (error) {
      // What was not judged is not stored. Hivekit's errors hold no key and no media: they are fit for a log.
      console.error(error instanceof Error ? error.message : error);
      return Response.json({ problem: "It could not be judged; try again later." }, { status: 503 });
    }

    // Never the sender's name: whoever sends it a second time would put something else in the place of what was looked at.
    const id = crypto.randomUUID();
    const options = { httpMetadata: { contentType } };
    switch (verdict.decision) {
      case "allow":
        await env.PUBLISHED.put(id, media, options);
        return Response.json({ state: "published", id }, { status: 201 });
      case "block":
        return Response.json({ reasons: verdict.reasons.map(({ rule }) => rule) }, { status: 422 });
      // "review" and "unknown": who does not know treats it as who doubts. A person decides.
      default:
        await env.HELD.put(id, media, options);
        return Response.json({ state: "held", id }, { status: 202 });
    }
  },
};

/** What a picture's first bytes say it is, whatever its sender says; `null` if it is none that every browser shows. */
async function pictureTypeOf(media: Blob): Promise<string | null> {
  const head = String.fromCharCode(...new Uint8Array(await media.slice(0, 12).arrayBuffer()));
  if (head.startsWith("\xFF\xD8\xFF")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1A\n")) return "image/png";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  return /^RIFF.{4}WEBP$/s.test(head) ? "image/webp" : null;
}

export default worker;
