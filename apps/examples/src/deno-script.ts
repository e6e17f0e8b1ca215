import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";

// A Deno script: copies the files that the policy allows to a folder. Exits with 1 if a file was not copied, and with 2
// without files.
//
//   deno run --allow-net --allow-env --allow-read --allow-write deno-script.ts published clip.mp4 photo.jpg

// Hivekit's recommended policy, but weapons are blocked. Decide for your site what to block and what to review.
const { gun_in_hand, ...review } = RECOMMENDED_POLICY.review;
const policy = definePolicy({
  block: { ...RECOMMENDED_POLICY.block, gun_in_hand },
  // One frame with a cigarette is not enough to review a video; two seconds are.
  review: { ...review, yes_smoking: { atLeast: 0.9, forSeconds: 2 } },
});
const hive = new HiveClient({ baseUrl: Deno.env.get("HIVE_BASE_URL") });

const [folder, ...paths] = Deno.args;
if (folder === undefined || paths.length === 0) {
  console.error("Usage: deno-script.ts FOLDER FILE…");
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
for (const path of paths) {
  // Next to the folder, so that both are on the same disk. Nobody else can read it.
  const workFolder = await Deno.makeTempDir({ dir: `${folder}/..`, prefix: "not-judged-" });
  try {
    const name = path.replace(/.*\//, "");
    const copy = `${workFolder}/${name}`;
    // The file may change in the meantime, so a private copy is judged and published.
    await Deno.copyFile(path, copy);
    // Reads the file while it is sent, and judges the frames as they arrive.
    const { decision, reasons } = await decide(hive.frames({ media: fromPath(copy) }), policy);
    console.log(`${decision}: ${path}`);
    for (const { sentence } of reasons) console.log(`  ${sentence}`);
    // Only `allow` publishes: `unknown` and `review` do not.
    // A link fails if there is already a file with this name; copying or renaming would overwrite it.
    if (decision === "allow") await Deno.link(copy, `${folder}/${name}`);
    else Deno.exitCode = 1;
  } catch (error) {
    console.log(`not published: ${path}`);
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  } finally {
    await Deno.remove(workFolder, { recursive: true });
  }
}
