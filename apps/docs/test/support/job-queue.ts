import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename, delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "../../src/desk.ts";
import { pathOf } from "../../src/documents.ts";
import { buildPrograms, readPrograms } from "../../src/programs.ts";
import { readBlocks } from "../../src/read-blocks.ts";

const DOCUMENT = "docs/production.md";
/** The test waits for milliseconds instead of the seconds and minutes in the document. */
const SHORTER = [
  ["delay: 2_000,", "delay: 20,"],
  ["lockDuration: 360_000,", "lockDuration: 2_000, stalledInterval: 500,"],
] as const;
/** The sweep of the table, which would otherwise hide gaps in the other safeguards. */
const EARLY_SWEEP = ["Date.now() - 3_600_000), 60_000)", "Date.now() - 500), 100)"] as const;
const READY_MS = 15_000;

/**
 * Compiles the job queue of the production guide, with shorter waits and another port for Redis.
 *
 * @param options - `sweepsEarly`: whether waiting posts are held after 500 ms instead of an hour.
 * @returns the path of the compiled module.
 */
export async function buildJobQueue(
  folder: string,
  { redisPort, sweepsEarly }: { readonly redisPort: number; readonly sweepsEarly: boolean },
): Promise<string> {
  const programs = readPrograms(readBlocks(DOCUMENT, await readFile(pathOf(DOCUMENT), "utf8")));
  const program = programs.find(({ source }) => source.includes('from "bullmq"'));
  if (program === undefined) throw new Error(`${DOCUMENT} does not contain a job queue.`);
  let { source } = program;
  for (const [written, short] of sweepsEarly ? [...SHORTER, EARLY_SWEEP] : SHORTER) {
    if (!source.includes(written)) throw new Error(`${DOCUMENT}: the job queue has no "${written}".`);
    source = source.replace(written, short);
  }
  await writeFile(join(folder, program.fileName), source);
  await buildPrograms([{ ...program, source }], { folder, ports: { 6379: redisPort } });
  return join(folder, "out", `${basename(program.fileName, ".ts")}.js`);
}

/** A Redis server in memory, on a free port of 127.0.0.1. */
export type Redis = {
  readonly port: number;
  close(): Promise<void>;
};

/** Returns the path of redis-server; `null` if it is not on the PATH. */
export function findRedis(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "redis-server")).find((path) => existsSync(path)) ?? null;
}

/** @throws Error if the server does not accept connections within 15 s. */
export async function startRedis(program: string): Promise<Redis> {
  const { port, close } = await serve(() => {});
  close();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn(program, settings, { stdio: "ignore" });
  const until = performance.now() + READY_MS;
  while (!(await acceptsConnections(port))) {
    if (server.exitCode !== null || performance.now() > until) throw new Error("redis-server did not start.");
    await sleep(50);
  }
  return { port, close: () => kill(server) };
}

/** Kills a process and waits until it has ended. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function acceptsConnections(port: number): Promise<boolean> {
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
