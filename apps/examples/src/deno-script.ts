import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";

// A Deno script: copies what may be published to a folder, and ends with exit code 1 if something stayed behind, or 2 if it was given nothing.
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

const [folder, ...paths] = Deno.args;
if (folder === undefined || paths.length === 0) {
  console.error("Usage: deno-script.ts FOLDER FILE…");
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
for (const path of paths) {
  // Beside the folder, so that both are on one disk; nobody else may look into it.
  const desk = await Deno.makeTempDir({ dir: `${folder}/..`, prefix: "not-judged-" });
  try {
    const name = path.replace(/.*\//, "");
    const copy = `${desk}/${name}`;
    // The file may change while Hive looks at it: what is judged, and then published, is a copy that nobody else writes to.
    await Deno.copyFile(path, copy);
    // Read from disk while it is sent, and judged while the frames come.
    const { decision, reasons } = await decide(hive.frames({ media: fromPath(copy) }), policy);
    console.log(`${decision}: ${path}`);
    for (const { sentence } of reasons) console.log(`  ${sentence}`);
    // Not "unless it is blocked": what is unknown, and what a person has to look at, stays behind, too.
    // A link fails where there is a file of that name already; a copy or a new name would take its place.
    if (decision === "allow") await Deno.link(copy, `${folder}/${name}`);
    else Deno.exitCode = 1;
  } catch (error) {
    console.log(`not published: ${path}`);
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  } finally {
    await Deno.remove(desk, { recursive: true });
  }
}
