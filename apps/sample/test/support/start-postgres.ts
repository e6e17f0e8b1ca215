import { randomUUID } from "node:crypto";
import { execFile, spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Readable } from "node:stream";
import pg from "pg";

const run = promisify(execFile);

/** A PostgreSQL server. */
export type PostgresServer = {
  /** The folder of its socket. */
  readonly folder: string;
  /** Stops the server and deletes its data. */
  readonly stop: () => Promise<void>;
};

/** Starts a PostgreSQL server that listens on a socket in a temporary folder. @returns `null` if it is not installed */
export async function startPostgres(): Promise<PostgresServer | null> {
  const programs = findPrograms();
  if (programs === undefined) return null;
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
  const interrupt = (): void => void server.kill("SIGINT");
  process.once("exit", interrupt);
  const ended = once(server, "exit");
  await waitUntilReady(server);
  return {
    folder,
    stop: async () => {
      // A fast shutdown, which closes open connections.
      interrupt();
      await ended;
      process.off("exit", interrupt);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Creates an empty database. @returns its URL */
export async function createDatabase(folder: string): Promise<string> {
  const name = `desk_${randomUUID().replaceAll("-", "")}`;
  const createUrl = (database: string): string =>
    `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const client = new pg.Client({ connectionString: createUrl("postgres") });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return createUrl(name);
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
