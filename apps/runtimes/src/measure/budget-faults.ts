import { HiveClient, isHiveError } from "@hivekit/core";
import type { AttemptInfo, CallOptions, HiveClientOptions, Task, TaskSummary } from "@hivekit/core";
import { createBudget, withBudget } from "@hivekit/core/guard";
import type { BudgetSnapshot, HiveCalls } from "@hivekit/core/guard";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, FaultAct, FaultKind } from "@hivekit/emulator";

/** The faults of a submission, by kind. The compiler rejects a kind without an entry. */
const FAULTS: {
  readonly [Kind in Exclude<FaultKind, `callback-${string}` | `chat-${string}`>]: readonly FaultAct[];
} = {
  status: [
    ...[400, 403, 404, 405, 429, 500, 503].map((status) => ({ kind: "status" as const, status })),
    { kind: "status", status: 502, body: "html" },
    { kind: "status", status: 504 },
    { kind: "status", status: 504, billed: true },
  ],
  "return-code": [{ kind: "return-code", code: 400 }],
  "task-code": [{ kind: "task-code", code: "2100" }],
  "stall-headers": [{ kind: "stall-headers" }],
  "stall-body": [{ kind: "stall-body" }],
  "stall-frames": [{ kind: "stall-frames" }],
  drip: [{ kind: "drip", ms: 0, bytes: 512 }],
  reset: [{ kind: "reset" }],
  "reset-body": [{ kind: "reset-body" }],
  truncate: [{ kind: "truncate" }],
  "wrong-length": [{ kind: "wrong-length" }],
};

const IDLE_TIMEOUT_MS = 300;
const TIMEOUT_MS = 2000;
/** The emulator bills this for a frame, in US dollars. */
const PRICE_USD = 0.003;
/** The longest GIF, in frames of one second. */
const MAX_SECONDS = 5;
const MAX_CHARGE_USD = (MAX_SECONDS + 1) * PRICE_USD;
/** The estimates that a run can reserve, in US dollars; absent for those of `withBudget`. */
const ESTIMATE_USD = { largest: MAX_CHARGE_USD, smallest: PRICE_USD, default: undefined };

/** The settings of a run. */
export type BudgetRun = {
  readonly calls: number;
  readonly inFlight: number;
  readonly limitUsd: number;
  readonly seed: number;
  /**
   * `largest`: each call reserves the largest possible charge. `smallest`: the smallest one, so that most charges exceed
   * their estimates. `default`: the estimate of `withBudget`.
   */
  readonly estimate: keyof typeof ESTIMATE_USD;
};

/** The outcome of a run. Amounts are in US dollars. */
export type BudgetFacts = {
  readonly calls: number;
  readonly rejected: number;
  readonly results: number;
  readonly failures: number;
  /** The sum of the emulator's journal. */
  readonly billedUsd: number;
  readonly state: BudgetSnapshot;
  /** The largest amount by which the charges may exceed the limit. */
  readonly allowanceUsd: number;
  /** The first difference; `null` if all amounts are explained. */
  readonly problem: string | null;
};

/** What the caller saw of a call. */
type Seen = { readonly attempts: AttemptInfo[]; chargeUsd: number | null; error: unknown };

/** Makes many calls with faults and a budget, and compares each amount of the budget with the emulator's journal. */
export async function runBudgetFaults(run: BudgetRun): Promise<BudgetFacts> {
  const random = createRandom(run.seed);
  const emulator = createEmulator({ seed: run.seed });
  // The first submission loads the decoders.
  await new HiveClient({ apiKey: "demo-visual", fetch: emulator.fetch }).classify({ media: createGif(1) });
  emulator.reset();
  for (const act of Object.values(FAULTS).flat()) emulator.faults.add({ ...act, rate: 0.02 });
  const budget = createBudget({ limitUsd: run.limitUsd, per: "run" });
  const reservedUsd = ESTIMATE_USD[run.estimate];
  const estimateUsd = reservedUsd === undefined ? {} : { estimateUsd: () => reservedUsd };
  const clients = (["v1", "v2"] as const).map((api) => {
    const options: HiveClientOptions = {
      api,
      apiKey: "demo-visual",
      fetch: emulator.fetch,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
    };
    return withBudget(new HiveClient({ ...options, timeoutMs: TIMEOUT_MS }), { budget, ...estimateUsd });
  });
  const seen: Seen[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < run.calls) {
      const index = next++;
      const one: Seen = { attempts: [], chargeUsd: null, error: null };
      seen.push(one);
      const [hive] = random() < 0.5 ? clients : clients.toReversed();
      if (hive !== undefined) await makeCall(hive, { index, random, one });
    }
  };
  await Promise.all(Array.from({ length: run.inFlight }, work));
  await emulator.close();
  const state = await budget.state();
  return { ...summarize(seen), ...explain(seen, { state, emulator, run }) };
}

async function makeCall(
  hive: HiveCalls,
  { index, random, one }: { readonly index: number; readonly random: () => number; readonly one: Seen },
): Promise<void> {
  const seconds = 1 + Math.floor(random() * MAX_SECONDS);
  const submission = { media: createGif(seconds), filename: `call-${index}.gif` };
  const controller = new AbortController();
  const options: CallOptions = {
    signal: controller.signal,
    retry: { limit: 2, minDelayMs: 1, maxDelayMs: 2, unknownOutcome: random() < 0.3 },
    onAttempt: (attempt) => one.attempts.push(attempt),
  };
  if (random() < 0.05) setTimeout(() => controller.abort(new Error("The caller left.")), random() * 5);
  const kind = random();
  try {
    if (kind < 0.4) one.chargeUsd = sumCharges(await hive.classify(submission, options));
    else if (kind < 0.8) one.chargeUsd = sumCharges(await hive.frames(submission, options).summary());
    else {
      const stream = hive.frames(submission, options);
      for await (const frame of stream) {
        if (frame.index >= random() * 2 * MAX_SECONDS) throw new Error("The consumer closed the stream.");
      }
      one.chargeUsd = sumCharges(await stream.summary());
    }
  } catch (error) {
    one.error = error;
  }
}

function sumCharges({ results }: Pick<Task, "results"> | Pick<TaskSummary, "results">): number {
  return results.reduce((sum, { chargeUsd }) => sum + (chargeUsd ?? 0), 0);
}

function summarize(seen: readonly Seen[]) {
  const rejected = seen.filter(({ error }) => isHiveError(error) && error.kind === "budget").length;
  const results = seen.filter(({ chargeUsd }) => chargeUsd !== null).length;
  return { calls: seen.length, rejected, results, failures: seen.length - rejected - results };
}

/** Computes each amount of the state from what the caller saw and from the journal. */
function explain(
  seen: readonly Seen[],
  {
    state,
    emulator,
    run,
  }: { readonly state: BudgetSnapshot; readonly emulator: Emulator; readonly run: BudgetRun },
): Pick<BudgetFacts, "billedUsd" | "state" | "allowanceUsd" | "problem"> {
  const billed = new Map<string, number>();
  for (const { filename, chargeUsd } of emulator.journal) {
    billed.set(filename ?? "", (billed.get(filename ?? "") ?? 0) + chargeUsd);
  }
  const problems: string[] = [];
  let spentUsd = 0;
  let unknownCount = 0;
  let unknownBilledUsd = 0;
  let retriedCount = 0;
  /** The charges of unknown outcomes that exceed their estimates. Nobody but the emulator knows them. */
  let excessUsd = 0;
  const reservedUsd = ESTIMATE_USD[run.estimate];
  for (const [index, { attempts, chargeUsd, error }] of seen.entries()) {
    const callUsd = billed.get(`call-${index}.gif`) ?? 0;
    const open = attempts.filter(({ mayBeBilled }) => mayBeBilled).length - (chargeUsd === null ? 0 : 1);
    spentUsd += chargeUsd ?? 0;
    unknownCount += open;
    unknownBilledUsd += callUsd - (chargeUsd ?? 0);
    excessUsd += Math.max(0, callUsd - (chargeUsd ?? 0) - open * (reservedUsd ?? MAX_CHARGE_USD));
    retriedCount += attempts.filter(({ mayBeBilled, willRetry }) => mayBeBilled && willRetry).length;
    if (open === 0 && roundUsd(callUsd) !== roundUsd(chargeUsd ?? 0)) {
      problems.push(
        `call ${index} was billed ${callUsd} dollars, and counts as ${chargeUsd ?? 0}: ${String(error)}`,
      );
    }
  }
  const billedUsd = roundUsd([...billed.values()].reduce((sum, usd) => sum + usd, 0));
  if (state.reservedUsd !== 0) problems.push(`${state.reservedUsd} dollars are still reserved`);
  if (roundUsd(state.spentUsd) !== roundUsd(spentUsd))
    problems.push(`${state.spentUsd} dollars are spent, not ${spentUsd}`);
  if (roundUsd(spentUsd + unknownBilledUsd) !== billedUsd) problems.push(`${billedUsd} dollars were billed`);
  if (reservedUsd !== undefined && roundUsd(state.unknownUsd) !== roundUsd(unknownCount * reservedUsd)) {
    problems.push(`${state.unknownUsd} dollars are unknown, not ${unknownCount} estimates`);
  }
  // Retries of unknown outcomes are not compared with the limit. Before the first charge, a GIF counts as one of 5 s.
  const inFlightUsd = run.inFlight * (MAX_CHARGE_USD - (reservedUsd ?? MAX_CHARGE_USD));
  const allowanceUsd = roundUsd(retriedCount * MAX_CHARGE_USD + inFlightUsd + excessUsd);
  if (billedUsd > run.limitUsd + allowanceUsd) problems.push(`${billedUsd} dollars exceed the limit`);
  if (billedUsd > roundUsd(state.spentUsd + state.unknownUsd + excessUsd))
    problems.push(`${billedUsd} dollars exceed the state`);
  return { billedUsd, state, allowanceUsd, problem: problems[0] ?? null };
}

/** Rounds to the smallest amount of the emulator, so that sums can be compared. */
function roundUsd(usd: number): number {
  return Math.round(usd * 1e5) / 1e5;
}

/** Creates a GIF of one pixel with a frame for each second. */
function createGif(seconds: number): Blob {
  const head = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 255, 255, 255];
  const delay = [0x21, 0xf9, 4, 0, 100, 0, 0, 0];
  const image = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const frames = Array.from({ length: seconds }, () => [...delay, ...image]).flat();
  return new Blob([new Uint8Array([...head, ...frames, 0x3b])], { type: "image/gif" });
}

/** A random number generator with a seed: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
