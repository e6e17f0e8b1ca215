// A thread of the fuzzer: checks a range, and reports its current document in shared memory.

import { parentPort, workerData } from "node:worker_threads";
import { runRange } from "./run-range.ts";
import type { Range } from "./run-range.ts";

/** The data of a worker. */
export type WorkerOrder = { readonly range: Range; readonly current: Int32Array<SharedArrayBuffer> };

const { range, current }: WorkerOrder = workerData;
const report = await runRange(range, (index) => Atomics.store(current, 0, index));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- This is a thread, not a window.
parentPort?.postMessage(report);
