import { Worker } from "node:worker_threads";
import { joinReports, runRange } from "./run-range.ts";
import type { MismatchKind } from "./mismatch.ts";
import type { Range, Report } from "./run-range.ts";
import type { WorkerOrder } from "./worker.ts";

/**
 * A document takes a millisecond, the largest ones seconds on a busy machine; minimizing a failure takes half a
 * minute.
 */
const PATIENCE_MS = 120_000;

const LOOK_EVERY_MS = 1000;

/** Checks a range in several threads. A document that takes minutes is a failure and ends its thread. */
export async function runWorkers(
  range: Range,
  options: { readonly workers: number; readonly onProgress: (documents: number) => void },
): Promise<Report> {
  const { workers, onProgress } = options;
  const done = Array.from({ length: workers }, () => 0);
  const runs = done.map(async (_none, worker) =>
    runWorker({ ...range, first: range.first + worker, step: workers }, (documents) => {
      done[worker] = documents;
      onProgress(done.reduce((sum, one) => sum + one, 0));
    }),
  );
  return joinReports(await Promise.all(runs));
}

async function runWorker(range: Range, onProgress: (documents: number) => void): Promise<Report> {
  const current = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(current, 0, range.first);
  const order: WorkerOrder = { range, current };
  const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData: order });
  let lastIndex = -1;
  let lastChangeMs = performance.now();
  return new Promise((resolve, reject) => {
    const failAt = (kind: MismatchKind, detail: string): void => {
      const index = Atomics.load(current, 0);
      const first = { index, kind, description: detail };
      const documents = (index - range.first) / range.step;
      resolve(joinReports([{ ...emptyReport, documents, failures: [{ first, count: 1 }] }]));
    };
    const poll = setInterval(() => {
      const index = Atomics.load(current, 0);
      onProgress((index - range.first) / range.step);
      if (index !== lastIndex) lastChangeMs = performance.now();
      lastIndex = index;
      if (performance.now() - lastChangeMs < PATIENCE_MS) return;
      failAt("it does not end", `not after ${PATIENCE_MS / 1000} s`);
      void worker.terminate();
    }, LOOK_EVERY_MS);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => {
      clearInterval(poll);
      // Without a report: a promise never settled, and the event loop became empty.
      failAt("it does not end", "a promise never settles");
    });
  });
}

const emptyReport: Report = await runRange({ seed: 0, first: 0, end: 0, step: 1 });
