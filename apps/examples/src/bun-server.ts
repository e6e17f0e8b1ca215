import { HiveClient, isHiveError } from "@hivekit/core";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";

// A Bun server: receives a form with an image, and stores the image only if the policy allows it.
//
//   HIVE_API_KEY=… bun bun-server.ts

// Hivekit's recommended policy, but weapons are blocked. Decide for your site what to block and what to review.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({ block: { ...RECOMMENDED_POLICY.block, gun_in_hand }, review });
const hive = new HiveClient({ baseUrl: Bun.env["HIVE_BASE_URL"] });
const folder = Bun.env["IMAGE_FOLDER"] ?? "images";

async function postImage(request: Request): Promise<Response> {
  const image = (await request.formData()).get("image");
  if (!(image instanceof File))
    return Response.json({ error: "Send an image in the form field image." }, { status: 400 });
  try {
    // If the visitor disconnects, the call is aborted. Hive may bill it anyway.
    const task = await hive.classify({ media: image }, { signal: request.signal });
    const { decision, reasons } = decide(task, policy);
    if (decision !== "allow") {
      return Response.json({ decision, rules: reasons.map(({ rule }) => rule) }, { status: 422 });
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    // A file that is not an image is the visitor's mistake; all other errors are not.
    const isClientError = isHiveError(error) && (error.kind === "task" || error.kind === "input");
    return Response.json({ decision: "unknown" }, { status: isClientError ? 422 : 503 });
  }
  const id = crypto.randomUUID();
  await Bun.write(`${folder}/${id}`, image);
  return Response.json({ decision: "allow", id }, { status: 201 });
}

const server = Bun.serve({
  port: Number(Bun.env["PORT"] ?? 3000),
  maxRequestBodySize: 8 * 1024 * 1024,
  routes: { "/images": { POST: postImage } },
});
console.log(`listening on ${server.url}`);
