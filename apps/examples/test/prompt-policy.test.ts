import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openEmulator, PHOTO } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";
import type { InstalledExamples } from "./support/installed-examples.ts";

let examples: InstalledExamples;
let server: EmulatorServer;

/** The emulator's model finds a category whose words are in the text, and colors in an image. */
const POLICY = {
  instructions: "A forum for students.",
  categories: {
    weapons: { description: "Offers to sell or buy weapons.", decision: "block" },
    insult: { description: "Insults against a person.", decision: "review" },
    isRed: { description: "Red pictures.", decision: "review" },
  },
};

beforeAll(async () => {
  examples = await installExamples();
  server = await openEmulator();
  await writeFile(join(examples.folder, "photo.jpg"), PHOTO);
});

afterEach(() => server.emulator.reset());

afterAll(async () => {
  await server.close();
});

/** Runs the script with posts. @returns its exit code, its output, and the published files */
async function publish(
  posts: readonly unknown[],
  { policy = POLICY, key = "demo-vlm" }: { readonly policy?: unknown; readonly key?: string } = {},
) {
  const out = await mkdtemp(join(examples.folder, "out-"));
  await writeFile(join(out, "policy.json"), JSON.stringify(policy));
  const child = spawn(
    process.execPath,
    ["prompt-policy.ts", join(out, "policy.json"), join(out, "published")],
    {
      cwd: examples.folder,
      env: { ...process.env, HIVE_API_KEY: key, HIVE_BASE_URL: server.url, NODE_NO_WARNINGS: "1" },
    },
  );
  // The program may end before it reads its input.
  child.stdin.on("error", () => {});
  child.stdin.end(posts.map((post) => (typeof post === "string" ? post : JSON.stringify(post))).join("\n"));
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [output, errors] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
  const published = await readdir(join(out, "published")).catch(() => null);
  return { code: await code, output, errors, published, folder: join(out, "published") };
}

describe("the script, in Node", () => {
  it("publishes only the allowed posts, and prints the reasons", async () => {
    const { code, output, published, folder } = await publish([
      { id: "books", text: "Who wants my old books?" },
      { id: "guns", text: "I sell weapons." },
      { id: "rude", text: "This is an insult." },
      { id: "red", text: "Look!", image: "photo.jpg" },
    ]);
    expect([code, published]).toEqual([1, ["books.json"]]);
    expect(output.split("\n").filter((line) => /^\S/.test(line))).toEqual([
      "allow: books",
      "block: guns",
      "review: rude",
      "review: red",
    ]);
    expect(output).toMatch(/^ {2}Block: .*weapons/m);
    expect(JSON.parse(await readFile(join(folder, "books.json"), "utf8"))).toEqual({
      id: "books",
      text: "Who wants my old books?",
    });
  });

  it("publishes the bytes of an allowed image, and exits with 0", async () => {
    const { isRed: _, ...categories } = POLICY.categories;
    const policy = { ...POLICY, categories };
    const { code, published, folder } = await publish([{ id: "photo", image: "photo.jpg" }], { policy });
    expect([code, published]).toEqual([0, ["photo.json"]]);
    const post = JSON.parse(await readFile(join(folder, "photo.json"), "utf8"));
    expect(post).toEqual({ id: "photo", image: PHOTO.toString("base64") });
  });

  it.each(["chat-cut@1", "chat-invalid@1", "chat-refusal@1", "chat-prose@1"])(
    "does not publish a post whose answer cannot be used: %s",
    async (fault) => {
      server.emulator.faults.add(fault);
      const { code, output, published } = await publish([{ id: "books", text: "Books?" }]);
      expect([code, published]).toEqual([1, []]);
      expect(output).toMatch(/^unknown: books\n/);
    },
  );

  it.each(["504@1", "405@1", "chat-200-late-error:ms=0@1", "truncate@1"])(
    "does not publish a post if the call fails: %s",
    async (fault) => {
      server.emulator.faults.add(fault);
      const { code, output, errors, published } = await publish([{ id: "books", text: "PRIVATE words" }]);
      expect([code, output, published]).toEqual([1, "not published: books\n", []]);
      expect(errors).not.toMatch(/PRIVATE|demo-vlm/);
    },
  );

  it("does not overwrite a post, and sends nothing for lines that are not posts", async () => {
    const first = { id: "a", text: "Hello" };
    const invalid = [
      "not JSON",
      { text: "no id" },
      { id: "../a", text: "x" },
      { id: "b", text: 7 },
      { id: "c" },
    ];
    const { code, output, published, folder } = await publish([
      first,
      { id: "a", text: "Other" },
      ...invalid,
    ]);
    expect([code, published]).toEqual([1, ["a.json"]]);
    expect(JSON.parse(await readFile(join(folder, "a.json"), "utf8"))).toEqual(first);
    expect(output.match(/^not published: .*$/gm)).toHaveLength(6);
    expect(server.emulator.journal).toHaveLength(2);
  });

  it.each([
    ["an unknown property", { ...POLICY, category: {} }],
    ["no categories", { ...POLICY, categories: {} }],
    ["a decision of another name", { ...POLICY, categories: { a: { description: "A.", decision: "deny" } } }],
  ])("does not start with a policy that has %s", async (_name, policy) => {
    const { code, errors, published } = await publish([{ id: "books", text: "Books?" }], { policy });
    expect([code, published]).toEqual([2, null]);
    expect(errors).toMatch(/^definePromptPolicy: /);
    expect(server.emulator.journal).toEqual([]);
  });
});
