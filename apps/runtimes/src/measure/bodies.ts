import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { BodiesMemory, BodiesServer } from "./bodies-program.ts";
import { startProgram } from "./child-program.ts";
import { createDamagedBody } from "./damaged-bodies.ts";
import { LARGE_BODIES, type RequestBody } from "./large-bodies.ts";
import { describeError, toMegabytes, toSeconds } from "./measurement.ts";
import type { Measurement, Row } from "./measurement.ts";
import { getProgramPath } from "./runtimes.ts";

const DAMAGED_BODIES = 500;
const WARM_UP = 250;
const CONCURRENCY = 8;
/** The interval between two submissions of the other caller, in milliseconds. */
const PROBE_INTERVAL_MS = 20;
/** How long the first row measures the waits without any body, in milliseconds. */
const IDLE_MS = 3000;
/** The maximum time that another submission may take, in milliseconds. */
const MAX_WAIT_MS = 250;
/** The maximum growth of the memory after the warm-up, in megabytes. */
const MAX_GROWTH_MB = 50;
const STATUSES = [200, 400, 413];

type Server = BodiesServer & { readonly memory: () => Promise<BodiesMemory> };

/** Sends bodies that are too large or damaged to an emulator, while another caller submits texts. */
export async function measureBodies(): Promise<Measurement> {
  console.error(`Sending ${LARGE_BODIES.length} large bodies and ${DAMAGED_BODIES} damaged ones ...`);
  const rows: Row[] = [await withServer("none", waitWithoutBodies)];
  for (const body of LARGE_BODIES) {
    rows.push(await withServer(body.name, (server) => sendLargeBody(server, body)));
  }
  const name = `${DAMAGED_BODIES} damaged bodies`;
  rows.push(await withServer(name, sendDamagedBodies));
  return {
    title:
      `An emulator in another process receives large and damaged bodies, ${CONCURRENCY} damaged ones at once, while another caller ` +
      `submits a text every ${PROBE_INTERVAL_MS} ms, which waits at most ${MAX_WAIT_MS} ms. Each response is 200, 400 or 413. ` +
      `The memory grows by at most ${MAX_GROWTH_MB} MB after ${WARM_UP} damaged bodies.`,
    rows,
  };
}

async function withServer(name: string, measure: (server: Server) => Promise<Row>): Promise<Row> {
  const program = startProgram([process.execPath, "--expose-gc", getProgramPath("bodies-program")]);
  try {
    const ready: BodiesServer = JSON.parse(await program.nextLine());
    const memory = async (): Promise<BodiesMemory> => (await fetch(ready.memoryUrl)).json();
    const { cells, problem } = await measure({ ...ready, memory });
    return { cells: { body: name, ...cells }, problem };
  } catch (error) {
    return { cells: { body: name }, problem: describeError(error) };
  } finally {
    await program.end();
  }
}

/** Measures the waits that the machine itself causes. */
async function waitWithoutBodies(server: Server): Promise<Row> {
  const { waitMs } = await whileSubmitting(server, () => pause(IDLE_MS));
  const { settledBytes, peakBytes } = await server.memory();
  return {
    cells: {
      status: null,
      seconds: toSeconds(IDLE_MS),
      "longest wait ms": Math.round(waitMs),
      "peak MB": toMegabytes(peakBytes),
      "MB afterwards": toMegabytes(settledBytes),
    },
    problem: null,
  };
}

async function sendLargeBody(server: Server, body: RequestBody): Promise<Row> {
  const startMs = performance.now();
  const { value: status, waitMs } = await whileSubmitting(server, () => send(server, body));
  const { settledBytes, peakBytes } = await server.memory();
  return {
    cells: {
      status,
      seconds: toSeconds(performance.now() - startMs),
      "longest wait ms": Math.round(waitMs),
      "peak MB": toMegabytes(peakBytes),
      "MB afterwards": toMegabytes(settledBytes),
    },
    problem: describeWait(waitMs) ?? (STATUSES.includes(status) ? null : `the status is ${status}`),
  };
}

async function sendDamagedBodies(server: Server): Promise<Row> {
  const startMs = performance.now();
  const statuses = new Map<number, number>();
  const sendAll = async (from: number, to: number): Promise<void> => {
    let next = from;
    const work = async (): Promise<void> => {
      while (next < to) {
        const seed = next;
        next += 1;
        const status = await send(server, createDamagedBody(seed));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  };
  const { value: warm, waitMs } = await whileSubmitting(server, async () => {
    await sendAll(0, WARM_UP);
    const { settledBytes } = await server.memory();
    await sendAll(WARM_UP, DAMAGED_BODIES);
    return settledBytes;
  });
  const { settledBytes, peakBytes } = await server.memory();
  const growthMb = toMegabytes(settledBytes - warm);
  const wrong = [...statuses.keys()].find((status) => !STATUSES.includes(status));
  return {
    cells: {
      status: [...statuses].map(([status, count]) => `${status}: ${count}`).join(", "),
      seconds: toSeconds(performance.now() - startMs),
      "longest wait ms": Math.round(waitMs),
      "peak MB": toMegabytes(peakBytes),
      "MB afterwards": toMegabytes(settledBytes),
    },
    problem:
      describeWait(waitMs) ??
      (wrong === undefined ? null : `the status is ${wrong}`) ??
      (growthMb > MAX_GROWTH_MB ? `memory grew by ${growthMb} MB` : null),
  };
}

function describeWait(waitMs: number): string | null {
  return waitMs > MAX_WAIT_MS ? `another submission waited ${Math.round(waitMs)} ms` : null;
}

/** Submits texts one after the other until the work is done. Returns the longest time that one took. */
async function whileSubmitting<T>(
  { url }: Server,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly waitMs: number }> {
  const submit = async (): Promise<number> => {
    const startMs = performance.now();
    const response = await fetch(`${url}/api/v2/task/sync`, {
      method: "POST",
      headers: { authorization: "Token demo-text" },
      body: new URLSearchParams({ text_data: "hello" }),
    });
    await response.json();
    return performance.now() - startMs;
  };
  // The first submission loads code.
  await submit();
  const progress = { isDone: false };
  const result = work().finally(() => {
    progress.isDone = true;
  });
  // A rejection is handled below.
  result.catch(() => undefined);
  let waitMs = 0;
  while (!progress.isDone) {
    waitMs = Math.max(waitMs, await submit());
    await pause(PROBE_INTERVAL_MS);
  }
  return { value: await result, waitMs };
}

/** Sends a body and returns the status of the response. It may arrive before the body is complete. */
async function send(
  { url }: Server,
  { path, authorization, contentType, chunks }: RequestBody,
): Promise<number> {
  const headers = { authorization, "content-type": contentType };
  const call = request(`${url}${path}`, { method: "POST", headers, agent: false });
  const status = new Promise<number>((resolve, reject) => {
    call.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once("error", reject);
  });
  status.catch(() => undefined);
  const isOver = status.then(
    () => true,
    () => true,
  );
  for (const chunk of chunks()) {
    const isFull = !call.write(chunk);
    if (await Promise.race([isOver, isFull ? once(call, "drain").then(() => false) : pause(0, false)])) break;
  }
  call.end();
  return status;
}
