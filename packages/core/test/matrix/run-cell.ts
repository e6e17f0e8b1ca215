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

/** What one of the ways of reading a reply says of it, in words that do not depend on the way. */
export type Outcome =
  | { readonly outcome: "decode"; readonly paths: readonly string[] }
  | { readonly outcome: "task error"; readonly hiveCode: string | null; readonly reason: string }
  | { readonly outcome: "task"; readonly task: Task };

/** An outcome, with what only a decoder that has the whole reply can tell. */
export type WholeOutcome = { readonly said: Outcome; readonly partialResults: number };

const SECRET_KEY = "fixture-key";

/** `decodeTask`: the generation is not told. */
export async function decodeKept(reply: unknown): Promise<WholeOutcome> {
  return wholeOutcome(async () => decodeTask(reply));
}

/** `classify`: the generation's own client, the body in small pieces. */
export async function classifyReply({ api }: Cell, reply: unknown): Promise<WholeOutcome> {
  return wholeOutcome(async () => clientFor(api, reply).classify(SUBMISSIONS[api]));
}

/** `frames`: collected one by one, then the summary. */
export async function collectFrames({ api }: Cell, reply: unknown): Promise<Outcome> {
  return collect(clientFor(api, reply).frames(SUBMISSIONS[api]));
}

/** `readFrames`: the generation is not told. */
export async function collectKept(reply: unknown): Promise<Outcome> {
  return collect(readFrames(new Response(bodyOf(piecesOf(reply)))));
}

/** `frames`: the summary alone, which drops the frames, or what it fails with. */
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

/** Of a length that divides nothing, so that keys, numbers and literals are cut somewhere. */
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
    : { outcome: "task", task: putTogether(settled.value, frames) };
}

/** The task that the summary and the frames make up. */
function putTogether(summary: TaskSummary, frames: readonly Frame[]): Task {
  const results = summary.results.map(({ frameCount, ...result }, resultIndex) => {
    const own = frames.filter((frame) => frame.resultIndex === resultIndex);
    if (own.length !== frameCount) throw new Error("the summary counts other frames than passed by");
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
