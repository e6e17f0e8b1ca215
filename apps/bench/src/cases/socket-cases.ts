import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { native } from "../readers/buffered-readers.ts";
import { hivekit } from "../readers/streaming-readers.ts";
import { runProgram } from "../programs/run-program.ts";
import type { SocketTask } from "../programs/socket-program.ts";
import type { Figure } from "../report/targets.ts";
import { round } from "../report/statistics.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withServer } from "./local-server.ts";

const FRAMES = 3600;
const BYTES_PER_SECOND = 5e6;
/** Smaller than a frame, so that no chunk completes two frames. */
const CHUNK_BYTES = 4096;

/** The first frame over a socket that is slower than all readers. */
export const socketCases: readonly BenchCase[] = [{ group: "socket", name: "socket-5mb", run: measure }];

async function measure(context: BenchContext): Promise<CaseResult> {
  const frames = Math.round(FRAMES / context.shrink);
  const { path, reference, spec } = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const body = await readFile(path);
  const rows: Row[] = [];
  const figures: Figure[] = [];
  const problems: string[] = [];
  for (const reader of [hivekit.name, native.name]) {
    const facts = await withServer(
      (request, response) => {
        if (request.method === "HEAD") response.end();
        else void sendPaced(response, body);
      },
      async (url) => {
        const task: SocketTask = { url, form: spec.form, reference, reader };
        return runProgram({ program: "socket", task });
      },
    );
    const { completedInChunk, deliveredInChunk } = facts;
    const chunksLate = completedInChunk.map((chunk, index) => (deliveredInChunk[index] ?? Infinity) - chunk);
    if (facts.problem !== null) problems.push(`socket, ${reader}: ${facts.problem}`);
    if (reader === hivekit.name)
      figures.push({ target: "socket", where: "Node 24", value: Math.max(...chunksLate) });
    rows.push({
      reader,
      "first frame complete in chunk": completedInChunk[0] ?? null,
      "delivered in chunk": deliveredInChunk[0] ?? null,
      "max chunks late, 100 frames": Math.max(...chunksLate),
      "first frame ms": round(facts.firstFrameMs),
      "last frame ms": round(facts.totalMs),
    });
  }
  return { rows, figures, problems };
}

async function sendPaced(response: ServerResponse, body: Uint8Array): Promise<void> {
  response.setHeader("content-type", "application/json");
  const startMs = performance.now();
  for (let position = 0; position < body.length && !response.closed; position += CHUNK_BYTES) {
    response.write(body.subarray(position, position + CHUNK_BYTES));
    const dueMs = ((position + CHUNK_BYTES) / BYTES_PER_SECOND) * 1000;
    const aheadMs = dueMs - (performance.now() - startMs);
    // Timers have a resolution of one millisecond.
    if (aheadMs >= 1) await pause(aheadMs);
  }
  response.end();
}
