import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../src/command/run-command.ts";
import { picture } from "./support/pictures.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-emulator-"));
  await writeFile(join(folder, "a.png"), await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer());
});
afterAll(() => rm(folder, { recursive: true }));

async function configFile(config: unknown): Promise<string> {
  const path = join(folder, "config.json");
  await writeFile(path, typeof config === "string" ? config : JSON.stringify(config));
  return path;
}

/** Runs the command. Calls `use` with the URL of the started server, and stops the server afterwards. */
async function run(args: readonly string[], use: (url: string) => Promise<void> = async () => undefined) {
  const stop = new AbortController();
  let error = "";
  let used: Promise<void> | undefined;
  const code = await runCommand(["--port", "0", ...args], {
    print: (text) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? "";
      used = use(url).finally(() => stop.abort());
    },
    printError: (text) => {
      error += text;
    },
    version: "1.2.3",
    signal: stop.signal,
  });
  await used;
  return { code, error };
}

async function submit(url: string, key: string, fields: Record<string, string>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(`${url}/api/v1/tag/task`, {
    method: "POST",
    headers: { authorization: `Token ${key}` },
    body,
  });
}

it("a configuration file sets projects, rules, files and faults; the command line adds to them", async () => {
  const config = await configFile({
    projects: [{ key: "mine", model: "emulator_visual", balanceUsd: 0.003 }],
    rules: [{ match: { name: "a.png" }, frames: [{ fromSeconds: 0, classes: { yes_smoking: 0.9 } }] }],
    files: { "https://media.example/a.png": "a.png" },
    faults: "429",
  });
  const statuses: number[] = [];
  const { code, error } = await run(
    ["--config", config, "--faults", "503,return-code:400", "--label", "yes"],
    async (url) => {
      const image = { image_url: "https://media.example/a.png?sig=1" };
      for (let count = 0; count < 3; count += 1) statuses.push((await submit(url, "mine", image)).status);
      const reply = await (await submit(url, "mine", image)).json();
      expect(reply.status.response.output[0].classes).toContainEqual({ class: "yes_smoking", score: 0.9 });
      statuses.push((await submit(url, "mine", image)).status);
      expect((await (await submit(url, "demo-labeling", image)).json()).status).toEqual(["yes"]);
    },
  );
  expect({ code, error, statuses }).toEqual({ code: 0, error: "", statuses: [429, 503, 200, 405] });
});

it.each([
  [["--faults", "stal-body"], 'unknown fault "stal-body"'],
  [["--host="], "--host must not be empty"],
  [["--pace", "fast"], '--pace must be a number of milliseconds per frame, got "fast"'],
  [
    ["--config", "/nowhere/config.json"],
    "The configuration file /nowhere/config.json could not be read (ENOENT).",
  ],
])("%j is reported in one line with exit code 2", async (args, message) => {
  const { code, error } = await run(args);
  expect(code).toBe(2);
  expect(error).toContain(message);
  expect(error).toMatch(/^hivekit-emulator: .+\n$/);
});

it.each([
  ["{", "is not valid JSON"],
  [{ project: [] }, 'has no option "project". Known options: projects, rules'],
  [
    { rules: [{ match: { name: "a" }, classes: { yes_gun: 1 } }] },
    'rules[0].classes sets "yes_gun", but no model of the emulator',
  ],
  [{ files: { "https://media.example/b.png": "b.png" } }, 'files["https://media.example/b.png"] names'],
  [{ files: [] }, "files must be an object such as"],
  [{ allowedHosts: "localhost" }, 'allowedHosts must be an array, got "localhost"'],
  [{ faults: 429 }, "faults must be a string or an array, got 429"],
  [{ fetch: "x" }, 'has no option "fetch"'],
  [{ allowedHosts: [1] }, "allowedHosts[0] must be a non-empty string, got 1"],
  [{ faults: [{ kind: "drip", ms: "1" }] }, 'faults[0].ms must be a number from 0 to 2147483647, got "1"'],
])("the configuration %j is reported in one line with exit code 2", async (config, message) => {
  const { code, error } = await run(["--config", await configFile(config)]);
  expect(code).toBe(2);
  expect(error).toContain(message);
});
