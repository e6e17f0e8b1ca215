import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@hivekit/emulator/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClients, printResults } from "../src/command/print-results.ts";
import { runCommand } from "../src/command/run-command.ts";
import { createEmulatedProjects } from "../src/config/emulated-projects.ts";
import { toUserError } from "../src/config/user-error.ts";
import { createCsamProject, createCsamScore, readCsamFixture } from "./support/csam-project.ts";
import { PICTURE, startCommand, startDesk } from "./support/start-command.ts";

/** The data folder of a test. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-command-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const splitLines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

function readPort(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Runs the command within this process. @returns its output, and its error if it throws one */
async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly out: string; readonly error: unknown }> {
  const printed: string[] = [];
  const context = { args, environment, print: (line: string) => void printed.push(line) };
  const error: unknown = await runCommand({ ...context, stopped: new Promise(() => {}) }).catch(toUserError);
  return { out: printed.join("\n"), error: error ?? null };
}

describe("the process of the command", () => {
  it("prints the frames and the charge of the demo media, and exits with 0 after --once", async () => {
    const { code, out, err } = await startCommand(["--once"]).outcome;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("nothing is billed");
    for (const name of ["shapes.jpg", "traffic-light.gif", "colors.mp4"]) expect(out).toContain(`${name} (`);
    expect(out).toMatch(/ 0\.0 s  white 0\.\d\d, red 0\.\d\d/);
    expect(out).toMatch(/ 3\.0 s  green 0\.\d\d/);
    expect(out).toMatch(/box from \(\d+, \d+\) to \(\d+, \d+\): red/);
    expect(out).toContain("320 x 240 px, 10 frames, charge $0.03");
  });

  it.each([
    ["an error", ["--once", "nothing.jpg"], 1, "The file nothing.jpg does not exist."],
    ["a usage error", ["--twice"], 2, "--twice"],
  ])("prints %s in one line", async (_name, args, expectedCode, message) => {
    const { code, out, err } = await startCommand(args).outcome;
    expect({ code, out }).toEqual({ code: expectedCode, out: "" });
    expect(splitLines(err)).toEqual([expect.stringContaining(message)]);
  });

  it("exits silently when the reader closes its output", async () => {
    const { child, outcome, waitForOutput } = startCommand(["--once"]);
    await waitForOutput("embedded emulator");
    child.stdout?.destroy();
    expect(await outcome).toMatchObject({ code: 141, err: "" });
  });

  it("locks its folder, and exits with 0 when it is stopped", async () => {
    const first = await startDesk(["--data", folder]);
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const { out, error } = await run(["--port", "0", "--data", folder]);
    expect([out, error]).toMatchObject([
      "",
      { message: expect.stringContaining(`Another desk is using ${folder}.`) },
    ]);
    first.child.kill("SIGINT");
    expect(await first.outcome).toMatchObject({ code: 0, err: "" });
  });

  it("logs nothing about an invalid submission, but one line if Hive rejects the API key", async () => {
    let status = 200;
    const hive = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { "content-type": "application/json" });
      request.on("end", () => response.end('{"id":"t","status":["yes"]}'));
    }).listen(0, "127.0.0.1");
    await once(hive, "listening");
    const environment = { HIVE_API_KEY: "key-SECRET", HIVE_BASE_URL: `http://127.0.0.1:${readPort(hive)}` };
    const { child, outcome, url } = await startDesk(["--live", "--data", folder], environment);
    const submit = (submitted: string): Promise<Response> =>
      fetch(`${url}/api/items`, { method: "POST", body: new URLSearchParams({ url: submitted }) });
    expect((await submit("nonsense")).status).toBe(400);
    status = 403;
    const { id } = await (await submit("https://h.example/photo.jpg")).json();
    await expect
      .poll(async () => (await fetch(`${url}/api/items/${id}`)).json())
      .toMatchObject({ state: "failed", failure: { message: expect.stringContaining("403") } });
    child.kill("SIGTERM");
    const { code, err } = await outcome;
    hive.close();
    expect(code).toBe(0);
    expect(splitLines(err)).toEqual([expect.stringContaining("HTTP 403")]);
    expect(err).not.toContain("SECRET");
  });
});

describe("the command", () => {
  it("prints its help", async () => {
    const { out, error } = await run(["--help", "--live"]);
    expect(error).toBeNull();
    expect(out).toContain("npm start -- --port 8080");
    expect(out).toContain("HIVE_CALLBACK_SECRET");
  });

  it("submits the given files instead of the demo media", async () => {
    const { out, error } = await run(["--once", PICTURE]);
    expect(error).toBeNull();
    expect(out.match(/submitted to/g)).toHaveLength(2);
  });

  it("reports a port that is in use before it submits anything", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const port = readPort(other);
    const { out, error } = await run(["--port", String(port), "--data", folder]);
    other.close();
    expect([out, error]).toMatchObject([
      "",
      { exitCode: 1, message: expect.stringContaining(`Port ${port} is in use`) },
    ]);
  });

  it.each([
    [
      "port that is not a number",
      ["--port", "http"],
      "--port must be a whole number from 0 to 65535, got http.",
    ],
    [
      "port that is too high",
      ["--port", "65536"],
      "--port must be a whole number from 0 to 65535, got 65536.",
    ],
    ["negative port", ["--port", "-1"], "'--port' argument is ambiguous. See npm start -- --help."],
    ["limit", ["--max-upload", "0"], "--max-upload must be a whole number from 1 to 100000, got 0."],
  ])("rejects an invalid %s", async (_name, args, message) => {
    expect(await run(args)).toMatchObject({ out: "", error: { exitCode: 2, message: expect.any(String) } });
    expect(String((await run(args)).error)).toContain(message);
  });

  it.each([
    ["a missing API key", {}, "HIVE_API_KEY"],
    ["an invalid API key", { HIVE_API_KEY: "bad SECRET" }, "apiKey"],
    ["an invalid URL", { HIVE_API_KEY: "k", HIVE_BASE_URL: "SECRET" }, "baseUrl"],
    ["a URL with user info", { HIVE_API_KEY: "k", HIVE_BASE_URL: "https://u:SECRET@h.example" }, "baseUrl"],
  ])("reports %s without printing it", async (_name, environment, message) => {
    const { out, error } = await run(["--live", "--once"], environment);
    expect([out, error]).toMatchObject(["", { exitCode: 1, message: expect.stringContaining(message) }]);
    expect(String(error)).not.toContain("SECRET");
  });

  it("reports a folder and a database that it cannot use, without the password", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const { error: folderError } = await run(["--data", join(file, "data")]);
    expect(folderError).toMatchObject({
      message: expect.stringContaining("cannot be used. Choose another one"),
    });
    const environment = { DATABASE_URL: "postgresql://me:SECRET@127.0.0.1:9/desk" };
    const { error } = await run(["--data", folder], environment);
    expect(error).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("The database at DATABASE_URL could not be opened: "),
    });
    expect(String(error)).not.toContain("SECRET");
  });

  it("announces --live, and reports a wrong API key without printing it", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "wrong-key-SECRET", HIVE_BASE_URL: hive.url };
    const { out, error } = await run(["--live", "--once"], environment);
    await hive.close();
    expect(out).toContain(`LIVE: using ${hive.url}`);
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining("HTTP 403") });
    expect(out + String(error)).not.toContain("SECRET");
  });

  it("submits to HIVE_BASE_URL with --live", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "demo-colors", HIVE_BASE_URL: hive.url };
    expect(await run(["--live", "--once"], environment)).toMatchObject({ error: null });
    expect(hive.emulator.journal).toHaveLength(3);
    // The demo media are not sent to the vision language model.
    const { out } = await run(["--live", "--once"], { ...environment, HIVE_VLM_API_KEY: "demo-vlm" });
    expect(out).toContain("with HIVE_API_KEY and HIVE_VLM_API_KEY. Every submission is billed.");
    expect(hive.emulator.journal.filter(({ route }) => route.includes("chat"))).toEqual([]);
    await hive.close();
  });

  it.each([
    ["match", "  restricted, task 5e2a7c10-6b1d-11f1-9c22-00000000b001: follow"],
    ["high score of csam", "  restricted, task task-1: follow"],
  ])(
    "prints no more than the id of a task with a %s, and submits the file to no other project",
    async (kind, line) => {
      const score: object = JSON.parse(await createCsamScore(0.95));
      const reply = kind === "match" ? await readCsamFixture("csam-match") : { id: "task-1", ...score };
      const [model] = createEmulatedProjects({ url: "http://127.0.0.1:9" });
      if (model === undefined) expect.fail("the desk has no projects");
      const [csam, other] = [createCsamProject(model), createCsamProject(model)];
      csam.respond(reply);
      const printed: string[] = [];
      await printResults(PICTURE, {
        clients: createClients([csam.project, other.project]),
        print: (line) => void printed.push(line),
        signal: new AbortController().signal,
      });
      expect(printed).toEqual([
        expect.stringMatching(/ submitted to project csam$/),
        `${line} your procedure for such files. See docs/csam.md.`,
        "",
      ]);
      expect([csam.submissions.length, other.submissions.length]).toEqual([1, 0]);
    },
  );

  it("does not use the environment's API key without --live", async () => {
    const hive = await listen();
    const environment = { HIVE_API_KEY: "demo-colors", HIVE_BASE_URL: hive.url };
    const { out, error } = await run(["--once", PICTURE], environment);
    expect(error).toBeNull();
    expect(out).toContain("embedded emulator");
    expect(hive.emulator.journal).toHaveLength(0);
    await hive.close();
  });
});
