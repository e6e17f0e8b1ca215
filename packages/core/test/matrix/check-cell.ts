import { expect } from "vitest";
import type { Task } from "../../src/index.ts";
import type { Cell, Expected, ExpectedTask } from "./cell.ts";
import { classifyReply, collectFrames, collectKept, decodeKept, summarize } from "./run-cell.ts";
import type { Outcome } from "./run-cell.ts";

/**
 * Checks that every way of reading a response has the expected outcome, and that all outcomes agree.
 *
 * @param reply - The cell's response, or one with the same content in another order.
 */
export async function checkCell(cell: Cell, reply: unknown): Promise<void> {
  const { expected, expectedOfKept = expected } = cell;
  const [classified, collected] = [await classifyReply(cell, reply), await collectFrames(cell, reply)];
  const [decoded, kept] = [await decodeKept(reply), await collectKept(reply)];
  for (const whole of [classified, decoded]) {
    const wanted = whole === classified ? expected : expectedOfKept;
    meets(whole.said, wanted);
    const partialResults = wanted.outcome === "task error" ? wanted.partialResults : 0;
    expect(whole.partialResults).toBe(partialResults);
  }
  agree(collected, classified.said, { reply, api: cell.api });
  agree(kept, decoded.said, { reply, api: cell.api });
  if (expectedOfKept === expected) expect(decoded).toEqual(classified);
}

/** Checks that a summary without consumed frames agrees with the complete response. */
export async function checkSummary(cell: Cell): Promise<void> {
  const { said } = await classifyReply(cell, cell.reply);
  const summary = await summarize(cell);
  if (said.outcome !== "task") {
    expect(summary).toEqual(said);
    return;
  }
  const results = said.task.results.map(({ frames, ...result }) => ({
    ...result,
    frameCount: frames.length,
  }));
  expect(summary).toEqual({ ...said.task, results, raw: withoutFrames(cell) });
}

function meets(said: Outcome, expected: Expected): void {
  if (expected.outcome === "task") {
    expect(said.outcome === "task" ? essenceOf(said.task) : said).toEqual(expected.task);
  } else if (expected.outcome === "task error") {
    expect(said).toMatchObject({ outcome: "task error", hiveCode: expected.hiveCode });
  } else {
    expect(said).toEqual({
      outcome: "decode",
      paths: expected.paths === "any" ? expect.any(Array) : expected.paths,
    });
  }
}

/** Checks that frames and summary are the complete task, except for `raw`, which has no frames. */
function agree(
  inChunks: Outcome,
  whole: Outcome,
  of: { readonly reply: unknown; readonly api: Cell["api"] },
): void {
  if (inChunks.outcome !== "task" || whole.outcome !== "task") {
    expect(inChunks).toEqual(whole);
    return;
  }
  expect(inChunks.task).toEqual({ ...whole.task, raw: withoutFrames(of) });
  expect(whole.task.raw).toEqual(of.reply);
}

function withoutFrames({ reply, api }: { readonly reply: unknown; readonly api: Cell["api"] }): unknown {
  if (typeof reply !== "object" || reply === null) return reply;
  if (api === "v3")
    return "output" in reply && Array.isArray(reply.output) ? { ...reply, output: [] } : reply;
  if (!("status" in reply)) return reply;
  const { status } = reply;
  return { ...reply, status: Array.isArray(status) ? status.map(emptied) : emptied(status) };
}

/** Empties the array of frames of an entry. */
function emptied(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || !("response" in entry)) return entry;
  const { response } = entry;
  if (Array.isArray(response)) return { ...entry, response: [] };
  const hasFrames =
    typeof response === "object" &&
    response !== null &&
    "output" in response &&
    Array.isArray(response.output);
  return hasFrames ? { ...entry, response: { ...response, output: [] } } : entry;
}

/** Removes from a task what the expectations do not name: `raw`, and the reason why a result is not evaluated. */
function essenceOf({ raw: _raw, ...task }: Task): ExpectedTask {
  return {
    ...task,
    results: task.results.map(({ isUnconfirmed: _isUnconfirmed, ...result }) => ({
      ...result,
      frames: result.frames.map(({ raw: _frame, ...frame }) => frame),
    })),
  };
}
