import { decodeTask, HiveClient, HiveDecodeError, HiveTaskError, readFrames } from "../../src/index.ts";
import type {
  Frame,
  FrameStream,
  HiveClientOptions,
  Submission,
  Task,
  TaskSummary,
} from "../../src/index.ts";
import { bodyOf } from "../fake-fetch.ts";
import type { Cell } from "./cell.ts";

/** The outcome of reading a response, in the same form for every way of reading. */
export type Outcome =
  | { readonly outcome: "decode"; readonly paths: readonly string[] }
  | { readonly outcome: "task error"; readonly hiveCode: string | null; readonly reason: string }
  | { readonly outcome: "task"; readonly task: Task };

/** An outcome, with the partial results, which only decoding the complete response yields. */
export type WholeOutcome = { readonly said: Outcome; readonly partialResults: number };

const SECRET_KEY = "fixture-key";

/** Decodes with `decodeTask`, without a known generation. */
export async function decodeKept(reply: unknown): Promise<WholeOutcome> {
  return wholeOutcome(async () => decodeTask(reply));
}

/** Calls `classify` of a client of the generation, with the body in small chunks. */
export async function classifyReply({ api }: Cell, reply: unknown): Promise<WholeOutcome> {
  return wholeOutcome(async () => clientFor(api, reply).classify(SUBMISSIONS[api]));
}

/** Collects `frames` one by one, then the summary. */
export async function collectFrames({ api }: Cell, reply: unknown): Promise<Outcome> {
  return collect(clientFor(api, reply).frames(SUBMISSIONS[api]));
}

/** Collects `readFrames`, without a known generation. */
export async function collectKept(reply: unknown): Promise<Outcome> {
  return collect(readFrames(new Response(bodyOf(piecesOf(reply)))));
}

/** Returns only the summary of `frames`, which drops the frames, or its error. */
export async function summarize({ api, reply }: Cell): Promise<TaskSummary | Outcome> {
  const [settled] = await Promise.allSettled([clientFor(api, reply).frames(SUBMISSIONS[api]).summary()]);
  return settled.status === "rejected" ? errorOutcome(settled.reason) : settled.value;
}

const SUBMISSIONS: Readonly<Record<Cell["api"], Submission>> = {
  v1: { url: "https://media.example/in.jpg" },
  v2: { text: "a text" },
  v3: { text: "a text" },
};

function clientFor(api: Cell["api"], reply: unknown): HiveClient {
  const fetch = async (): Promise<Response> => new Response(bodyOf(piecesOf(reply)));
  const model: HiveClientOptions = api === "v3" ? { model: "vendor/model" } : {};
  return new HiveClient({ apiKey: SECRET_KEY, api, fetch, retry: false, ...model });
}

/** A prime length, so that keys, numbers and literals are cut somewhere. */
function piecesOf(reply: unknown): readonly string[] {
  return JSON.stringify(reply).match(/[^]{1,113}/gu) ?? [];
}

async function wholeOutcome(read: () => Promise<Task>): Promise<WholeOutcome> {
  const [settled] = await Promise.allSettled([read()]);
  if (settled.status === "fulfilled") {
    return { said: { outcome: "task", task: settled.value }, partialResults: 0 };
  }
  const error: unknown = settled.reason;
  const partialResults = error instanceof HiveTaskError ? (error.partial?.results.length ?? 0) : 0;
  return { said: errorOutcome(error), partialResults };
}

async function collect(stream: FrameStream): Promise<Outcome> {
  const frames: Frame[] = [];
  const reading = (async (): Promise<TaskSummary> => {
    for await (const frame of stream) frames.push(frame);
    return stream.summary();
  })();
  const [settled] = await Promise.allSettled([reading]);
  return settled.status === "rejected"
    ? errorOutcome(settled.reason)
    : { outcome: "task", task: assembleTask(settled.value, frames) };
}

/** Assembles the task from the summary and the frames. */
function assembleTask(summary: TaskSummary, frames: readonly Frame[]): Task {
  const results = summary.results.map(({ frameCount, ...result }, resultIndex) => {
    const own = frames.filter((frame) => frame.resultIndex === resultIndex);
    if (own.length !== frameCount)
      throw new Error("the summary has a different number of frames than were delivered");
    return { ...result, frames: own };
  });
  return { ...summary, results };
}

function errorOutcome(error: unknown): Outcome {
  if (error instanceof HiveDecodeError) return { outcome: "decode", paths: error.paths };
  if (error instanceof HiveTaskError) {
    return { outcome: "task error", hiveCode: error.hiveCode, reason: error.reason };
  }
  throw error;
}
