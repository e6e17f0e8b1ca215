import type { BenchCase } from "./bench-case.ts";
import { memoryCases } from "./memory-cases.ts";
import { policyCases } from "./policy-cases.ts";
import { operatorsCases } from "./operators-cases.ts";
import { requestCases } from "./request-cases.ts";
import { socketCases } from "./socket-cases.ts";
import { runtimeCases, throughputCases } from "./throughput-cases.ts";

/** All cases in the order of the tables. */
export const CASES: readonly BenchCase[] = [
  ...throughputCases,
  ...runtimeCases,
  ...memoryCases,
  ...socketCases,
  ...requestCases,
  ...policyCases,
  ...operatorsCases,
];

/** The headings of the tables by group. */
export const TITLES: Readonly<Record<string, string>> = {
  throughput: "Frames of a response in memory, Node 24",
  runtimes: "Frames of a response in memory, each runtime: 3,600 frames, chunks of 64 KiB",
  memory: "Peak resident memory above idle, from a file, in a fresh process",
  socket: "First frame over a socket at 5 MB/s, in chunks of 4 KiB",
  policy: "A policy of 30 conditions on frames of 100 classes, Node 24",
  operators: "aboveThreshold and segments of @hivekit/rxjs, Node 24",
  requests: "Small responses per second from a local server in another process",
};

/** Selects the cases whose group or name contains one of the filters; all cases without filters. */
export function selectCases(filters: readonly string[]): readonly BenchCase[] {
  if (filters.length === 0) return CASES;
  return CASES.filter(({ group, name }) => filters.some((filter) => `${group} ${name}`.includes(filter)));
}
