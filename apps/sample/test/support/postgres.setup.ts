import { execFile, spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Readable } from "node:stream";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the PostgreSQL server's socket; `null` if there is no server. */
    postgresFolder: string | null;
  }
}

const run = promisify(execFile);

/** Starts a PostgreSQL server that listens on a socket in a temporary folder, and stops it after the tests. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const programs = findPrograms();
  project.provide("postgresFolder", null);
  if (programs === undefined) {
    if (process.env["CI"]) throw new Error("PostgreSQL was not found; .ci/run installs it.");
    console.log("PostgreSQL was not found, so its tests are skipped.");
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "hivekit-pg-"));
  const user = await selectUser(folder);
  const data = join(folder, "data");
  await run(join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], user);
  // Durability does not matter for tests.
  const settings = ["listen_addresses=", "fsync=off", "max_connections=200", "lc_messages=C"];
  const options = ["-k", folder, ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(programs, "postgres"), ["-D", data, ...options], {
    ...user,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(server, "exit");
  await waitUntilReady(server);
  project.provide("postgresFolder", folder);
  return async () => {
    // A fast shutdown, which closes open connections.
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

/** Waits until the server's log says that it accepts connections. The rest of the log is discarded. */
async function waitUntilReady(server: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  let log = "";
  const ready = new Promise<void>((resolve) => {
    server.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
  });
  const isReady = await Promise.race([ready.then(() => true), once(server, "exit").then(() => false)]);
  if (!isReady) throw new Error(`PostgreSQL did not start:\n${log}`);
}

function findPrograms(): string | undefined {
  const pathFolders = (process.env["PATH"] ?? "").split(delimiter);
  const debianFolders = globSync("/usr/lib/postgresql/*/bin").toSorted().toReversed();
  return [...pathFolders, ...debianFolders].find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
}

/** PostgreSQL cannot run as root. In that case, it runs as the user of its package, who must own the folder. */
async function selectUser(folder: string): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (process.getuid?.() !== 0) return { cwd: folder };
  const [, , uid, gid] = /^postgres:.*$/m.exec(await readFile("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  await chown(folder, Number(uid), Number(gid));
  return { uid: Number(uid), gid: Number(gid), cwd: folder };
}
