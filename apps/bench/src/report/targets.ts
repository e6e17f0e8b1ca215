/** The target of a figure. It determines the result in a table, never the exit code. */
export type Target = {
  readonly title: string;
  /** `"min"`: the figure must be at least this high; `"max"`: at most. */
  readonly is: "min" | "max";
  /** The required value; `null` for a figure without a target. */
  readonly required: number | null;
  /** The desired value, which is at least as strict. */
  readonly desired: number | null;
};

/** The targets, most of them as ratios within one process. In the order of the table. */
export const TARGETS = {
  oneVsFetch: { title: "classify a URL, calls/s vs fetch", is: "min", required: 0.7, desired: 0.85 },
  callsVsFetch: { title: "classify a URL, calls/s vs fetch", is: "min", required: 0.55, desired: 0.75 },
  manyVsFetch: { title: "classify a URL, calls/s vs fetch", is: "min", required: null, desired: null },
  mediaVsFetch: { title: "classify 20 kB, calls/s vs fetch", is: "min", required: 0.8, desired: 0.95 },
  oneVsKy: { title: "classify a URL, calls/s vs ky", is: "min", required: 0.9, desired: 1 },
  callsVsKy: { title: "classify a URL, calls/s vs ky", is: "min", required: 0.9, desired: 1.05 },
  manyVsKy: { title: "classify a URL, calls/s vs ky", is: "min", required: null, desired: null },
  mediaVsKy: { title: "classify 20 kB, calls/s vs ky", is: "min", required: 1, desired: 1.2 },
  cpuVsKy: { title: "classify, CPU time per call vs ky", is: "max", required: 1.1, desired: 1.1 },
  callsMemory: { title: "100,000 calls, peak memory vs ky", is: "max", required: 1.2, desired: 1.2 },
  uploadSpeed: {
    title: "upload of 1 GiB, throughput vs the fastest of the others",
    is: "min",
    required: 0.9,
    desired: 0.9,
  },
  uploadMemory: { title: "upload of 1 GiB, peak MB above idle", is: "max", required: 60, desired: 60 },
  smallChunks: {
    title: "20 MB, chunks of 16 KiB, speed vs JSON.parse",
    is: "min",
    required: 0.75,
    desired: 0.85,
  },
  native20: { title: "20 MB, chunks of 64 KiB, speed vs JSON.parse", is: "min", required: 0.75, desired: 1 },
  bun: { title: "20 MB, chunks of 64 KiB, speed vs JSON.parse", is: "min", required: 0.75, desired: 0.85 },
  native200: { title: "200 MB, speed vs JSON.parse", is: "min", required: 1.3, desired: 2 },
  detection: { title: "detection, speed vs JSON.parse", is: "min", required: 0.7, desired: 0.8 },
  v3: { title: "v3, speed vs JSON.parse", is: "min", required: null, desired: null },
  peer: { title: "speed vs the best streaming peer", is: "min", required: 4, desired: 5 },
  zod: { title: "speed vs JSON.parse + zod on the complete response", is: "min", required: 1.3, desired: 2 },
  firstFrameSmall: {
    title: "20 MB, chunks of 16 KiB, time of JSON.parse / time to the first frame",
    is: "min",
    required: 30,
    desired: 100,
  },
  firstFrame: {
    title: "20 MB, chunks of 64 KiB, time of JSON.parse / time to the first frame",
    is: "min",
    required: 30,
    desired: 60,
  },
  socket: {
    title: "socket at 5 MB/s, chunks between the completion of a frame and its delivery",
    is: "max",
    required: 0,
    desired: 0,
  },
  memory: { title: "peak memory above idle, 200 MB / 20 MB", is: "max", required: 1.5, desired: 1.1 },
  smallHeap: {
    title: "200 MB with --max-old-space-size=64, successful reads (of 1)",
    is: "min",
    required: 1,
    desired: 1,
  },
  policy: {
    title: "time to judge a frame by 30 conditions / time to read it",
    is: "max",
    required: 0.1,
    desired: 0.08,
  },
  tags: {
    title: "time to judge a frame by 40 conditions, with 10 tags / without",
    is: "max",
    required: null,
    desired: null,
  },
  operators: {
    title: "aboveThreshold and segments on a response, speed vs a plain loop",
    is: "min",
    required: 0.75,
    desired: 0.9,
  },
  sizeOfClient: { title: "size in a bundle, KiB, min + gzip", is: "max", required: 26, desired: 23 },
  sizeOfDecodeTask: { title: "size in a bundle, KiB, min + gzip", is: "max", required: 7, desired: 6.5 },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

/** A measured value that has a target. */
export type Figure = {
  readonly target: TargetName;
  /** The subject of the measurement, for example the runtime. */
  readonly where: string;
  readonly value: number;
};

/** The result of comparing a value with its target. */
export type TargetResult = "target met" | "requirement met" | "missed" | "no target";

/** Compares a value with a target. */
export function compareWithTarget(value: number, { is, required, desired }: Target): TargetResult {
  if (required === null || desired === null) return "no target";
  const meets = (limit: number): boolean => (is === "min" ? value >= limit : value <= limit);
  if (meets(desired)) return "target met";
  return meets(required) ? "requirement met" : "missed";
}
