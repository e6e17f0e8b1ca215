// One thread of the fuzz: checks a range, and tells in shared memory which document it is at.

import { parentPort, workerData } from "node:worker_threads";
import { runRange } from "./run-range.ts";
import type { Range } from "./run-range.ts";

/** What a worker is started with. */
export type WorkerOrder = { readonly range: Range; readonly current: Int32Array<SharedArrayBuffer> };

const { range, current }: WorkerOrder = workerData;
const report = await runRange(range, (index) => Atomics.store(current, 0, index));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread, not a window.
parentPort?.postMessage(report);
