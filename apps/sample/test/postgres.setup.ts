import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with the socket of a PostgreSQL server; `null` where there is none. */
    postgresFolder: string | null;
  }
}

const run = promisify(execFile);
const READY_MS = 30_000;

/** Starts a PostgreSQL server of the tests' own, which listens on a socket in a folder of its own; ends it after them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const programs = programsFolder();
  project.provide("postgresFolder", null);
  if (programs === undefined) {
    if (process.env["CI"]) throw new Error("No PostgreSQL was found; .ci/run installs it.");
    console.log("No PostgreSQL was found: the desk's tests on it are skipped.");
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "hivekit-pg-"));
  const user = await userOf(folder);
  const data = join(folder, "data");
  await run(join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], user);
  // Nothing of it has to outlive the machine.
  const options = ["-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"];
  const server = spawn(join(programs, "postgres"), ["-D", data, ...options], { ...user, stdio: "ignore" });
  const ended = once(server, "exit");
  const until = Date.now() + READY_MS;
  while (!existsSync(join(folder, ".s.PGSQL.5432")) && server.exitCode === null && Date.now() < until)
    await sleep(50);
  project.provide("postgresFolder", folder);
  return async () => {
    // "Fast": it ends open connections.
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

function programsFolder(): string | undefined {
  const inPath = (process.env["PATH"] ?? "").split(delimiter);
  const ofDebian = globSync("/usr/lib/postgresql/*/bin").toSorted().toReversed();
  return [...inPath, ...ofDebian].find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
}

/** PostgreSQL refuses to be root; whoever is runs it as the user that its package made, who then needs the folder. */
async function userOf(folder: string): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (process.getuid?.() !== 0) return { cwd: folder };
  const [, , uid, gid] = /^postgres:.*$/m.exec(await readFile("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  await chown(folder, Number(uid), Number(gid));
  return { uid: Number(uid), gid: Number(gid), cwd: folder };
}
