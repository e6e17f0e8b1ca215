import { HIVEKIT_UPLOAD, UPLOAD_CLIENTS } from "../clients/upload-clients.ts";
import { withLargeFile } from "../payload/large-file.ts";
import { runProgram } from "../programs/run-program.ts";
import { PLAIN_NODE_24 } from "../programs/runtimes.ts";
import type { UploadFacts } from "../programs/upload-program.ts";
import { median, round } from "../report/statistics.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withReplyServer } from "./reply-server.ts";

const FILE_BYTES = 1024 ** 3;
const WARM_UP_BYTES = 1024 ** 2;
const CLIENTS = Object.keys(UPLOAD_CLIENTS);
const OTHERS = CLIENTS.filter((client) => client !== HIVEKIT_UPLOAD);

/** The throughput and the memory of an upload from disk, compared with `fetch` and undici. */
export const uploadCases: readonly BenchCase[] = [{ group: "upload", name: "upload-1gib", run: measure }];

/** An upload in a fresh process. */
type UploadResult = {
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly idleMb: number;
  readonly mbAboveIdle: number;
  /** The size of the body that the server received. */
  readonly receivedBytes: number;
};

/** One upload by each client. */
type Round = ReadonlyMap<string, UploadResult>;

async function measure(context: BenchContext): Promise<CaseResult> {
  const sizeBytes = Math.round(FILE_BYTES / context.shrink);
  const rounds: Round[] = [];
  await withLargeFile(WARM_UP_BYTES, (warmUpPath) =>
    withLargeFile(sizeBytes, async (path) => {
      for (let index = 0; index < context.processes; index++) rounds.push(await runRound(path, warmUpPath));
    }),
  );
  const over = (client: string, key: keyof UploadResult): number =>
    median(rounds.map((one) => get(one, client, key)));
  const compare = (client: string): number => median(rounds.map((one) => compareWithFastest(one, client)));
  const where = PLAIN_NODE_24.name;
  return {
    rows: CLIENTS.map((client) => ({
      client,
      MB: round(sizeBytes / 1e6),
      "MB/s": round(sizeBytes / 1000 / over(client, "durationMs")),
      "vs fastest other": round(compare(client)),
      "CPU seconds": round(over(client, "cpuMs") / 1000),
      "idle MB": round(over(client, "idleMb")),
      "peak MB above idle": round(over(client, "mbAboveIdle")),
    })),
    figures: [
      { target: "uploadSpeed", where, value: compare(HIVEKIT_UPLOAD) },
      { target: "uploadMemory", where, value: over(HIVEKIT_UPLOAD, "mbAboveIdle") },
    ],
    problems: CLIENTS.flatMap((client) => {
      const received = Math.min(...rounds.map((one) => get(one, client, "receivedBytes")));
      return received >= sizeBytes
        ? []
        : [`upload, ${client}: ${received} of ${sizeBytes} bytes were received`];
    }),
  };
}

async function runRound(path: string, warmUpPath: string): Promise<Round> {
  const results = new Map<string, UploadResult>();
  for (const client of CLIENTS) {
    await withReplyServer(async ({ baseUrl, getLargestBodyBytes }) => {
      const task = { baseUrl, client, path, warmUpPath };
      const facts = await runProgram({ program: "upload", runtime: PLAIN_NODE_24, task });
      results.set(client, toResult(facts, getLargestBodyBytes()));
    });
  }
  return results;
}

function toResult({ durationMs, cpuMs, ...facts }: UploadFacts, receivedBytes: number): UploadResult {
  const idleMb = (facts.idleBytes ?? Number.NaN) / 1e6;
  const mbAboveIdle = (facts.peakBytes ?? Number.NaN) / 1e6 - idleMb;
  return { durationMs, cpuMs, idleMb, mbAboveIdle, receivedBytes };
}

function get(results: Round, client: string, key: keyof UploadResult): number {
  return results.get(client)?.[key] ?? Number.NaN;
}

/** Returns the throughput of a client as a ratio to the fastest one, not counting Hivekit. */
function compareWithFastest(results: Round, client: string): number {
  const fastestMs = Math.min(...OTHERS.map((other) => get(results, other, "durationMs")));
  return fastestMs / get(results, client, "durationMs");
}
