/** What a figure is held against. Timing is never asserted: a bound decides over a word in a table, not over the exit code. */
export type Bound = {
  readonly title: string;
  /** `"least"`: a figure is to be at least this; `"most"`: at most. */
  readonly is: "least" | "most";
  /** `null` for a figure of its own, which is only told. */
  readonly firm: number | null;
  readonly aim: number | null;
};

/** What reading frames is held against: ratios within one process. */
export const BOUNDS = {
  native20: { title: "20 MB, speed beside JSON.parse", is: "least", firm: 0.75, aim: 1 },
  native200: { title: "200 MB, speed beside JSON.parse", is: "least", firm: 1.3, aim: 2 },
  detection: { title: "detection, speed beside JSON.parse", is: "least", firm: 0.7, aim: 1 },
  v3: { title: "v3, speed beside JSON.parse", is: "least", firm: null, aim: null },
  peer: { title: "speed beside the best streaming peer", is: "least", firm: 4, aim: 5 },
  zod: { title: "speed beside JSON.parse + zod on the whole", is: "least", firm: 1.3, aim: 2 },
  firstFrame: {
    title: "20 MB, JSON.parse's time / time to the first frame",
    is: "least",
    firm: 30,
    aim: 100,
  },
  socket: {
    title: "socket at 5 MB/s, chunks from the one that completes a frame to its delivery",
    is: "most",
    firm: 0,
    aim: 0,
  },
  memory: { title: "peak memory above idle, 200 MB / 20 MB", is: "most", firm: 1.5, aim: 1.1 },
  smallHeap: {
    title: "200 MB under --max-old-space-size=64, replies read of one",
    is: "least",
    firm: 1,
    aim: 1,
  },
  policy: {
    title: "time to judge a frame by 30 conditions / time to read it",
    is: "most",
    firm: 0.1,
    aim: 0.1,
  },
  operators: {
    title: "framesOf, aboveThreshold and segments, speed beside a plain loop",
    is: "least",
    firm: null,
    aim: null,
  },
} as const satisfies Record<string, Bound>;

export type BoundName = keyof typeof BOUNDS;

/** A measured value that a bound is about. */
export type Figure = {
  readonly bound: BoundName;
  /** Where it was measured, for example the runtime. */
  readonly where: string;
  readonly value: number;
};

export type Verdict = "aim reached" | "firm reached" | "missed" | "no bound";

/** How a value stands to a bound. */
export function verdictOf(value: number, { is, firm, aim }: Bound): Verdict {
  if (firm === null || aim === null) return "no bound";
  const holds = (limit: number): boolean => (is === "least" ? value >= limit : value <= limit);
  if (holds(aim)) return "aim reached";
  return holds(firm) ? "firm reached" : "missed";
}
