import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, connect } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const READY_MS = 15_000;

/** A Redis server of the test's own, in memory. */
export type Redis = {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends it, and all that it knew. */
  close(): Promise<void>;
};

/** The program on the PATH; `null` where there is none. */
export function findRedis(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "redis-server")).find((path) => existsSync(path)) ?? null;
}

/**
 * Starts a server that keeps nothing on disk.
 *
 * @throws Error if it takes no connection within 15 s.
 */
export async function startRedis(program: string): Promise<Redis> {
  const port = await freePort();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn(program, settings, { stdio: "ignore" });
  const until = Date.now() + READY_MS;
  while (!(await takesConnections(port))) {
    if (server.exitCode !== null || Date.now() > until) throw new Error("redis-server does not start.");
    await sleep(50);
  }
  return { port, close: () => end(server) };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
