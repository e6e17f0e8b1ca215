import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { native } from "../contestants/native.ts";
import { hivekit } from "../contestants/read-frames.ts";
import { runProgram } from "../programs/run-program.ts";
import type { SocketTask } from "../programs/socket-program.ts";
import type { Figure } from "../report/bounds.ts";
import { round } from "../report/round.ts";
import type { Row } from "../report/table.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withServer } from "./local-server.ts";

const FRAMES = 3600;
const BYTES_PER_SECOND = 5e6;
/** Less than a frame, so that one is completed in the middle of the stream and the next is far off. */
const CHUNK_BYTES = 4096;

/** The first frame over a socket that is slower than any reader. */
export const socketCases: readonly BenchCase[] = [{ group: "socket", name: "socket-5mb", run: measure }];

async function measure(context: BenchContext): Promise<CaseResult> {
  const frames = Math.round(FRAMES / context.shrink);
  const { path, reference, spec } = await context.payloads.get({ form: "v1", layout: "compact", frames });
  const body = await readFile(path);
  const rows: Row[] = [];
  const figures: Figure[] = [];
  const problems: string[] = [];
  for (const contestant of [hivekit.name, native.name]) {
    const facts = await withServer(
      (request, response) => {
        if (request.method === "HEAD") response.end();
        else void sendPaced(response, body);
      },
      async (url) => {
        const task: SocketTask = { url, form: spec.form, reference, contestant };
        return runProgram({ program: "socket", task });
      },
    );
    const { completedInChunk, deliveredInChunk } = facts;
    const lateChunks = completedInChunk.map((chunk, index) => (deliveredInChunk[index] ?? Infinity) - chunk);
    if (facts.problem !== null) problems.push(`socket, ${contestant}: ${facts.problem}`);
    if (contestant === hivekit.name)
      figures.push({ bound: "socket", where: "Node 24", value: Math.max(...lateChunks) });
    rows.push({
      contestant,
      "first frame whole in chunk": completedInChunk[0] ?? null,
      "delivered in chunk": deliveredInChunk[0] ?? null,
      "chunks late, worst of 100 frames": Math.max(...lateChunks),
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
    // Timers are no finer than a millisecond.
    if (aheadMs >= 1) await pause(aheadMs);
  }
  response.end();
}
