import { HiveClient, isHiveError } from "@hivekit/core";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";

// A Bun server: a form with an image comes in, and only what may be seen is written.
//
//   HIVE_API_KEY=… bun bun-server.ts

// Hivekit's start, and no weapons: on which side a class stands is yours to say.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({ block: { ...RECOMMENDED_POLICY.block, gun_in_hand }, review });
const hive = new HiveClient({ baseUrl: Bun.env["HIVE_BASE_URL"] });
const folder = Bun.env["IMAGE_FOLDER"] ?? "images";

async function postImage(request: Request): Promise<Response> {
  const image = (await request.formData()).get("image");
  if (!(image instanceof File)) return Response.json({ problem: "no image" }, { status: 400 });
  try {
    // The visitor who goes away ends the call, too; what it costs, it costs all the same.
    const task = await hive.classify({ media: image }, { signal: request.signal });
    const { decision, reasons } = decide(task, policy);
    if (decision !== "allow") {
      return Response.json({ decision, rules: reasons.map(({ rule }) => rule) }, { status: 422 });
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    // A file that is no image is the visitor's mistake; everything else is not.
    const isTheirs = isHiveError(error) && (error.kind === "task" || error.kind === "input");
    return Response.json({ decision: "unknown" }, { status: isTheirs ? 422 : 503 });
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
