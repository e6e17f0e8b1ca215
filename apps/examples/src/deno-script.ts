import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";

// A Deno script: copies what may be published to a folder, and ends with exit code 1 if something stayed behind.
//
//   deno run --allow-net --allow-env --allow-read --allow-write deno-script.ts published clip.mp4 photo.jpg

// Hivekit's start, and no weapons: on which side a class stands is yours to say.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({
  block: { ...RECOMMENDED_POLICY.block, gun_in_hand },
  // Of a video, a frame with a cigarette is not enough: two seconds are.
  review: { ...review, yes_smoking: { atLeast: 0.9, forSeconds: 2 } },
});
const hive = new HiveClient({ baseUrl: Deno.env.get("HIVE_BASE_URL") });

const [folder = "published", ...paths] = Deno.args;
for (const path of paths) {
  try {
    // Read from disk while it is sent, and judged while the frames come.
    const { decision, reasons } = await decide(hive.frames({ media: fromPath(path) }), policy);
    console.log(`${decision}: ${path}`);
    for (const { sentence } of reasons) console.log(`  ${sentence}`);
    // Not "unless it is blocked": what is unknown, and what a person has to look at, stays behind, too.
    if (decision === "allow") await Deno.copyFile(path, `${folder}/${path.replace(/.*\//, "")}`);
    else Deno.exitCode = 1;
  } catch (error) {
    console.log(`not judged: ${path}`);
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}
