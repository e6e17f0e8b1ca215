import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listen } from "@hivekit/emulator/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

// The built command, as `npm start` runs it: the tests come after the build.
const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Each start that serves keeps its data in one of its own. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-command-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };

/** Starts the command; the environment has no key unless one is given. */
function start(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { child: ChildProcess; outcome: Promise<Outcome>; printed: (part: string) => Promise<string> } {
  const { HIVE_API_KEY: _key, HIVE_BASE_URL: _address, DATABASE_URL: _database, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...environment },
    stdio: "pipe",
  });
  let out = "";
  let err = "";
  const watchers: (() => void)[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    for (const watch of watchers) watch();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const outcome = once(child, "close").then(([code]): Outcome => ({ code, out, err }));
  const printed = (part: string): Promise<string> =>
    new Promise((resolve) => {
      const watch = (): void => {
        if (out.includes(part)) resolve(out);
      };
      watchers.push(watch);
      watch();
    });
  return { child, outcome, printed };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

describe("the sample's command", () => {
  it("prints each of the three media with its frames and charge, and ends with 0 after --once", async () => {
    const { code, out, err } = await start(["--once"]).outcome;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("nothing is billed");
    for (const name of ["shapes.jpg", "traffic-light.gif", "colors.mp4"]) expect(out).toContain(`${name} (`);
    expect(out).toMatch(/ 0\.0 s  white 0\.\d\d, red 0\.\d\d/);
    expect(out).toMatch(/ 3\.0 s  green 0\.\d\d/);
    expect(out).toMatch(/box from \(\d+, \d+\) to \(\d+, \d+\): red/);
    expect(out).toContain("320 x 240 px, 10 frames, charge $0.03");
  });

  it("submits the files that are named instead", async () => {
    const file = fileURLToPath(new URL("../../../demo-media/shapes.jpg", import.meta.url));
    const { code, out } = await start(["--once", file]).outcome;
    expect(code).toBe(0);
    expect(out.match(/submitted to/g)).toHaveLength(2);
  });

  it.each<NodeJS.Signals>(["SIGINT", "SIGTERM"])("serves until %s, then ends with 0", async (signal) => {
    const { child, outcome, printed } = start(["--port", "0", "--data", folder]);
    await printed("Serving on");
    child.kill(signal);
    const { code, out, err } = await outcome;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Serving on http:\/\/127\.0\.0\.1:\d+/);
  });

  it("tells a port in use in one line, before anything is submitted", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const port = portOf(other);
    const { code, out, err } = await start(["--port", String(port), "--data", folder]).outcome;
    other.close();
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(lines(err)).toEqual([expect.stringContaining(`Port ${port} is in use`)]);
  });

  it.each([
    ["a missing file", ["--once", "nothing.jpg"], 1, "There is no file nothing.jpg"],
    ["an unknown option", ["--twice"], 2, "--twice"],
    ["a port that is none", ["--port", "http"], 2, "--port http is no port"],
    ["a port with a dash", ["--port", "-1"], 2, "'--port' argument is ambiguous; see"],
    ["a limit that is none", ["--max-upload", "0"], 2, "--max-upload 0 is no number of MiB"],
    ["--live without a key", ["--live", "--once"], 1, "HIVE_API_KEY"],
  ])("tells %s in one line", async (_name, args, expectedCode, words) => {
    const { code, out, err } = await start(args).outcome;
    expect({ code, out }).toEqual({ code: expectedCode, out: "" });
    expect(lines(err)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ["a key that is none", { HIVE_API_KEY: "bad SECRET" }, "apiKey"],
    ["an address that is none", { HIVE_API_KEY: "k", HIVE_BASE_URL: "SECRET" }, "baseUrl"],
    [
      "an address with user info",
      { HIVE_API_KEY: "k", HIVE_BASE_URL: "https://u:SECRET@h.example" },
      "baseUrl",
    ],
  ])("tells %s in one line without showing it", async (_name, environment, words) => {
    const { code, out, err } = await start(["--live", "--once"], environment).outcome;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(lines(err)).toEqual([expect.stringContaining(words)]);
    expect(err).not.toContain("SECRET");
  });

  it(
    "tells in one line of a folder that another desk has, and takes it over from one that was killed",
    { timeout: 90_000 },
    async () => {
      const first = start(["--port", "0", "--data", folder]);
      await first.printed("Serving on");
      const { code, out, err } = await start(["--port", "0", "--data", folder]).outcome;
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(lines(err)).toEqual([expect.stringContaining(`Another desk (process ${first.child.pid})`)]);
      first.child.kill("SIGKILL");
      await first.outcome;
      const second = start(["--port", "0", "--data", folder]);
      await second.printed("Serving on");
      second.child.kill("SIGTERM");
      expect(await second.outcome).toMatchObject({ code: 0, err: "" });
    },
  );

  it(
    "tells in one line of a folder and of a database that it cannot use, without the password",
    { timeout: 60_000 },
    async () => {
      const file = join(folder, "file");
      await writeFile(file, "");
      const noFolder = await start(["--data", join(file, "data")]).outcome;
      expect(lines(noFolder.err)).toEqual([expect.stringContaining("cannot be used; choose another with")]);
      const environment = { DATABASE_URL: "postgresql://me:SECRET@127.0.0.1:9/desk" };
      const { code, err } = await start(["--data", folder], environment).outcome;
      expect(code).toBe(1);
      expect(lines(err)).toEqual([
        expect.stringContaining("The database of DATABASE_URL cannot be opened: "),
      ]);
      expect(err).not.toContain("SECRET");
    },
  );

  it("ends without a word when its reader has enough", async () => {
    const { child, outcome, printed } = start(["--once"]);
    await printed("embedded emulator");
    child.stdout?.destroy();
    const { code, err } = await outcome;
    expect({ code, err }).toEqual({ code: 141, err: "" });
  });

  it("logs nothing about a wrong submission, and one line about a key that Hive refuses", async () => {
    let status = 200;
    const hive = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { "content-type": "application/json" });
      request.on("end", () => response.end('{"id":"t","status":["yes"]}'));
    }).listen(0, "127.0.0.1");
    await once(hive, "listening");
    const environment = { HIVE_API_KEY: "key-SECRET", HIVE_BASE_URL: `http://127.0.0.1:${portOf(hive)}` };
    const { child, outcome, printed } = start(["--live", "--port", "0", "--data", folder], environment);
    const address = /Serving on (\S+):/.exec(await printed("Ctrl-C"))?.[1];
    const submit = (url: string): Promise<Response> =>
      fetch(`${address}/api/items`, { method: "POST", body: new URLSearchParams({ url }) });
    expect((await submit("nonsense")).status).toBe(400);
    status = 403;
    const { id } = await (await submit("https://h.example/photo.jpg")).json();
    await expect
      .poll(async () => (await fetch(`${address}/api/items/${id}`)).json())
      .toMatchObject({ state: "failed", failure: { message: "The server is not set up to reach Hive." } });
    child.kill("SIGTERM");
    const { code, err } = await outcome;
    hive.close();
    expect(code).toBe(0);
    expect(lines(err)).toEqual([expect.stringContaining("HTTP 403")]);
    expect(err).not.toContain("SECRET");
  });

  it("with --live says so, and tells a wrong key in one line without showing it", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "wrong-key-SECRET", HIVE_BASE_URL: hive.url };
    const { code, out, err } = await start(["--live", "--once"], environment).outcome;
    await hive.close();
    expect(code).toBe(1);
    expect(out).toContain(`LIVE: talking to ${hive.url}`);
    expect(lines(err)).toEqual([expect.stringContaining("HTTP 403")]);
    expect(out + err).not.toContain("SECRET");
  });

  it("with --live submits to the address that it names", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "demo-colors", HIVE_BASE_URL: hive.url };
    const { code } = await start(["--live", "--once"], environment).outcome;
    expect(code).toBe(0);
    expect(hive.emulator.journal).toHaveLength(3);
    await hive.close();
  });

  it("never uses a key of the environment by itself", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "demo-colors", HIVE_BASE_URL: hive.url };
    const { code, out } = await start(["--once"], environment).outcome;
    expect(code).toBe(0);
    expect(out).toContain("embedded emulator");
    expect(hive.emulator.journal).toHaveLength(0);
    await hive.close();
  });
});
