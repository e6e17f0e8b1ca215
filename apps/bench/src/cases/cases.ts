import type { BenchCase } from "./bench-case.ts";
import { callsCases } from "./calls-cases.ts";
import { callsMemoryCases } from "./calls-memory-cases.ts";
import { memoryCases } from "./memory-cases.ts";
import { policyCases } from "./policy-cases.ts";
import { operatorsCases } from "./operators-cases.ts";
import { sizeCases } from "./size-cases.ts";
import { socketCases } from "./socket-cases.ts";
import { runtimeCases, throughputCases } from "./throughput-cases.ts";
import { uploadCases } from "./upload-cases.ts";

/** All cases in the order of the tables. */
export const CASES: readonly BenchCase[] = [
  ...callsCases,
  ...callsMemoryCases,
  ...uploadCases,
  ...throughputCases,
  ...runtimeCases,
  ...memoryCases,
  ...socketCases,
  ...policyCases,
  ...operatorsCases,
  ...sizeCases,
];

/** The headings of the tables by group. */
export const TITLES: Readonly<Record<string, string>> = {
  calls: "Calls with a small response, to a local server in another process",
  "calls-memory": "Peak resident memory of 100,000 calls under default flags, in a fresh process",
  upload: "Upload of 1 GiB from disk to a local server in another process, in a fresh process",
  throughput: "Frames of a response in memory, Node 24",
  runtimes: "Frames of a response in memory, each runtime: 3,600 frames, chunks of 64 KiB",
  memory: "Peak resident memory above idle, from a file, in a fresh process",
  socket: "First frame over a socket at 5 MB/s, in chunks of 4 KiB",
  policy: "Policies on frames of 100 classes, Node 24",
  operators: "aboveThreshold and segments of @hivekit/rxjs, Node 24",
  size: "Size of exports in a bundle, with their dependencies",
};

/** Returns the cases whose group or name contains one of the filters; all cases without filters. */
export function filterCases(cases: readonly BenchCase[], filters: readonly string[]): readonly BenchCase[] {
  if (filters.length === 0) return cases;
  return cases.filter(({ group, name }) => filters.some((filter) => `${group} ${name}`.includes(filter)));
}
