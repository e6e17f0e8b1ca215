import { mkdir, open, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";

// A Node script: publishes the posts that a prompt policy allows. Moderators can edit the policy, which is a JSON file:
//
//   { "instructions": "A forum for students.",
//     "categories": { "weaponsSale": { "description": "Offers to sell or buy weapons.", "decision": "block" } } }
//
// Each line of the input is a post: { "id": "7", "text": "…", "image": "photo.jpg" }. Text or image may be missing.
// Exits with 1 if a post was not published, and with 2 if the arguments or the policy are wrong.
//
//   node prompt-policy.ts policy.json published < posts.ndjson

const [policyPath, folder] = process.argv.slice(2);
if (policyPath === undefined || folder === undefined) {
  console.error("Usage: prompt-policy.ts POLICY FOLDER < POSTS");
  process.exit(2);
}
// An invalid policy ends the program before anything is sent.
const policy = await readPolicy(policyPath).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return process.exit(2);
});
const vlm = new HiveVlm({ baseUrl: process.env["HIVE_BASE_URL"] });
await mkdir(folder, { recursive: true });

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== "") await publish(line, folder);
}

async function publish(line: string, into: string): Promise<void> {
  let id = "(invalid)";
  try {
    const post = readPost(line);
    id = post.id;
    // The image is read once: the bytes that are judged are those that are published.
    const image = post.image === undefined ? undefined : await readFile(post.image);
    const { decision, reasons, unevaluated } = await vlm.judge({ text: post.text, media: image }, policy);
    console.log(`${decision}: ${id}`);
    for (const { sentence } of [...reasons, ...unevaluated]) console.log(`  ${sentence}`);
    if (decision === "allow") {
      const content = { id, text: post.text, image: image?.toString("base64") };
      // Fails if there is already a post with this id.
      await using file = await open(`${into}/${id}.json`, "wx");
      await file.writeFile(JSON.stringify(content));
      return;
    }
  } catch (error) {
    console.log(`not published: ${id}`);
    console.error(error instanceof Error ? error.message : error);
  }
  process.exitCode = 1;
}

/** Reads a post. Its id becomes a file name, so it has no path. */
function readPost(line: string): {
  readonly id: string;
  readonly text: string | undefined;
  readonly image: string | undefined;
} {
  let post: unknown;
  try {
    post = JSON.parse(line);
  } catch {
    throw new Error("The line must be JSON.");
  }
  const { id, text, image } = Object(post);
  if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id))
    throw new Error("The id must have 1 to 64 letters or digits.");
  for (const part of [text, image]) {
    if (part !== undefined && typeof part !== "string") throw new Error("text and image must be strings.");
  }
  return { id, text, image };
}

async function readPolicy(path: string) {
  const text = await readFile(path, "utf8");
  return definePromptPolicy(JSON.parse(text));
}
