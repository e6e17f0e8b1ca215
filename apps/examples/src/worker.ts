import { HiveClient } from "@hivekit/core";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Verdict } from "@hivekit/core/policy";

// A Cloudflare Worker: moderates POST /uploads/photo.jpg before anybody can see the photo.

/** An R2 bucket, or another store with `put`. */
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
  /** The bucket that visitors see. */
  readonly PUBLISHED: Bucket;
  /** The bucket for reviewers, which visitors cannot see. */
  readonly HELD: Bucket;
};

const MAX_BYTES = 8 * 1024 * 1024;

// Hivekit's recommended policy, but weapons are blocked. Decide for your site what to block and what to review.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({ block: { ...RECOMMENDED_POLICY.block, gun_in_hand }, review });

const worker = {
  async fetch(request: Request, env: Env): Promise<Response> {
    const name = /^\/uploads\/([\w.-]+)$/.exec(new URL(request.url).pathname)?.[1];
    if (request.method !== "POST" || name === undefined) return new Response(null, { status: 404 });
    const contentLength = Number(request.headers.get("content-length") ?? 0);
    if (contentLength > MAX_BYTES) return new Response(null, { status: 413 });
    const media = await request.blob();
    if (media.size > MAX_BYTES) return new Response(null, { status: 413 });
    const contentType = await detectPictureType(media);
    if (contentType === null) return new Response(null, { status: 415 });

    const hive = new HiveClient({ apiKey: env.HIVE_API_KEY, baseUrl: env.HIVE_BASE_URL });
    let verdict: Verdict;
    try {
      verdict = decide(await hive.classify({ media, filename: name }), policy);
    } catch (error) {
      // Content that was not judged is not stored. Hivekit's errors contain no key and no media, so they can be logged.
      console.error(error instanceof Error ? error.message : error);
      return Response.json({ error: "The picture could not be checked. Try again later." }, { status: 503 });
    }

    // Does not use the sender's file name, because a second upload with the same name would replace a judged picture.
    const id = crypto.randomUUID();
    const options = { httpMetadata: { contentType } };
    switch (verdict.decision) {
      case "allow":
        await env.PUBLISHED.put(id, media, options);
        return Response.json({ state: "published", id }, { status: 201 });
      case "block":
        return Response.json({ reasons: verdict.reasons.map(({ rule }) => rule) }, { status: 422 });
      // "review" and "unknown": a reviewer decides.
      default:
        await env.HELD.put(id, media, options);
        return Response.json({ state: "held", id }, { status: 202 });
    }
  },
};

/** Detects the type of a picture from its first bytes; `null` if not every browser supports it. */
async function detectPictureType(media: Blob): Promise<string | null> {
  const head = String.fromCharCode(...new Uint8Array(await media.slice(0, 12).arrayBuffer()));
  if (head.startsWith("\xFF\xD8\xFF")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1A\n")) return "image/png";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  return /^RIFF.{4}WEBP$/s.test(head) ? "image/webp" : null;
}

export default worker;
