import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions, Submission } from "@hivekit/core";
import { createPanel } from "@hivekit/core/panel";
import type { PanelMember, PanelVerdict } from "@hivekit/core/panel";
import type { Policy, Verdict } from "@hivekit/core/policy";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, FaultAct, FaultKind } from "@hivekit/emulator";

/** The faults of a synchronous submission to a detector, by kind. The compiler rejects a kind without an entry. */
const FAULTS: {
  readonly [Kind in Exclude<FaultKind, `callback-${string}` | `chat-${string}`>]: readonly FaultAct[];
} = {
  status: [
    ...[400, 403, 404, 405, 500].map((status) => ({ kind: "status" as const, status })),
    { kind: "status", status: 502, body: "html" },
    { kind: "status", status: 503 },
    { kind: "status", status: 429 },
    { kind: "status", status: 504 },
    { kind: "status", status: 504, billed: true },
  ],
  "return-code": [{ kind: "return-code", code: 400 }],
  "task-code": [
    { kind: "task-code", code: "2100" },
    { kind: "task-code", code: "3300" },
  ],
  "stall-headers": [{ kind: "stall-headers" }],
  "stall-body": [{ kind: "stall-body" }],
  "stall-frames": [{ kind: "stall-frames" }, { kind: "stall-frames", after: 0 }],
  drip: [{ kind: "drip", ms: 0, bytes: 512 }],
  reset: [{ kind: "reset" }],
  "reset-body": [{ kind: "reset-body" }],
  truncate: [{ kind: "truncate" }],
  "wrong-length": [{ kind: "wrong-length" }],
};
const FAULT_KINDS = Object.keys(FAULTS);

/** A picture of one pixel. */
const PICTURE = Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64");
const IDLE_TIMEOUT_MS = 100;
const PANEL_TIMEOUT_MS = 400;

/** The projects: their key, the settings of their client, and the policy. */
const PROJECTS: Readonly<
  Record<string, { readonly api: "v1" | "v2" | "v3"; readonly model?: string; readonly policy: Policy }>
> = {
  "demo-visual": { api: "v1", policy: { block: { gun_in_hand: 0.9 }, review: { yes_smoking: 0.9 } } },
  "demo-ai": { api: "v2", policy: { review: { ai_generated: 0.9 } } },
  "demo-text": { api: "v2", policy: { block: { hate: 3 }, review: { hate: 1 } } },
  "demo-v3": { api: "v3", model: "hive/visual-moderation", policy: { block: { gun_in_hand: 0.9 } } },
  "demo-csam": {
    api: "v2",
    policy: { block: [{ kind: "match" }, { kind: "class", class: "csam", atLeast: 0.9 }] },
  },
};
const FILENAMES = ["a.gif", "a.gif", "hive-test-gun_in_hand.gif", "hive-test-yes_smoking.gif", "match.gif"];
const TEXTS = ["hello", "hello", "hive-test-hate", "hive-test-hate-1"];

/** The outcome of many runs. */
export type FaultRuns = {
  readonly runs: number;
  /** The number of runs with each decision. */
  readonly decisions: Readonly<Record<Verdict["decision"], number>>;
  /** The number of results with each state. */
  readonly states: Readonly<Record<string, number>>;
  /** The number of faults of each kind that happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** The number of runs without a canceled member, and of those with a complete charge. */
  readonly withoutCancellation: number;
  readonly complete: number;
  /** The first violated promise; `null` if there is none. */
  readonly problem: string | null;
};

/** Judges items with random members, contents and faults in the emulator, and checks what a panel promises. */
export async function runPanelFaults(runs: number, seed: number): Promise<FaultRuns> {
  const decisions = { block: 0, review: 0, unknown: 0, allow: 0 };
  const states: Record<string, number> = {};
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0]));
  const counts = { withoutCancellation: 0, complete: 0 };
  const problems: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < runs) {
      const index = next++;
      const { verdict, emulator } = await runOnce(createRandom(seed * 1_000_003 + index));
      const results = Object.values(verdict.members);
      decisions[verdict.decision] += 1;
      for (const { state } of results) states[state] = (states[state] ?? 0) + 1;
      for (const { fault } of emulator.journal) {
        const kind = /^\d/.test(fault ?? "") ? "status" : (/^[a-z-]+/.exec(fault ?? "")?.[0] ?? null);
        if (kind !== null) faults[kind] = (faults[kind] ?? 0) + 1;
      }
      counts.withoutCancellation += results.some(({ state }) => state === "cancelled") ? 0 : 1;
      counts.complete += verdict.charge.isComplete ? 1 : 0;
      const problem = findBrokenPromise(verdict, emulator);
      if (problem !== null) problems.push(`run ${index}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const missing = FAULT_KINDS.filter((kind) => faults[kind] === 0);
  if (missing.length > 0) problems.push(`these faults did not happen: ${missing.join(", ")}`);
  for (const [decision, count] of Object.entries(decisions)) {
    if (count === 0) problems.push(`no run had the decision ${decision}`);
  }
  if (counts.complete === 0) problems.push("no run had a complete charge");
  return { runs, decisions, states, faults, ...counts, problem: problems[0] ?? null };
}

type Random = () => number;

async function runOnce(random: Random) {
  const pick = <Value>(values: readonly Value[]): Value | undefined =>
    values[Math.floor(random() * values.length)];
  const keys = Object.keys(PROJECTS).filter(() => random() < 0.5);
  if (keys.length === 0) keys.push("demo-visual");
  const emulator = createEmulator({
    rules: [{ match: { name: "match.gif" }, hashMatch: { types: ["CSAM"] } }],
  });
  for (const project of keys) {
    const fault = random() < 0.3 ? pick(pick(Object.values(FAULTS)) ?? []) : undefined;
    if (fault !== undefined) emulator.faults.add({ ...fault, project, times: 1 + Math.floor(random() * 3) });
  }
  // In every other run, a block cancels nobody.
  const always = random() < 0.5;
  const retry: HiveClientOptions["retry"] =
    random() < 0.5 ? false : { limit: 2, minDelayMs: 1, maxDelayMs: 1, unknownOutcome: random() < 0.5 };
  const members: Record<string, PanelMember> = Object.fromEntries(
    keys.map((apiKey): [string, PanelMember] => {
      const { policy, ...generation } = PROJECTS[apiKey] ?? { api: "v1", policy: {} };
      const options = { apiKey, ...generation, fetch: emulator.fetch, retry, idleTimeoutMs: IDLE_TIMEOUT_MS };
      return [apiKey, { client: new HiveClient(options), policy, always }];
    }),
  );
  if (random() < 0.1) members["own"] = { judge: createJudge(random()), takes: "both", always };
  const item = createItem({
    hasMedia: random() < 0.8,
    filename: pick(FILENAMES),
    text: pick(TEXTS),
    part: random(),
  });
  const panel = createPanel({ members, timeoutMs: PANEL_TIMEOUT_MS });
  const verdict = await panel.judge(item);
  await emulator.close();
  return { verdict, emulator, item };
}

/** A function that allows, fails, never answers or answers with something else, depending on a random number. */
function createJudge(share: number): () => Promise<Verdict> {
  const verdict: Verdict = {
    decision: "allow",
    reasons: [],
    tags: [],
    unknownTags: [],
    unevaluated: [],
    evaluated: { frames: 0, seconds: 0 },
  };
  return async () => {
    if (share < 0.25) throw new Error("The function failed.");
    if (share < 0.5) return new Promise<never>(() => {});
    return share < 0.75 ? verdict : JSON.parse('{"decision":"allowed"}');
  };
}

function createItem(parts: {
  readonly hasMedia: boolean;
  readonly filename: string | undefined;
  readonly text: string | undefined;
  readonly part: number;
}): Submission {
  const { hasMedia, filename, text = "hello", part } = parts;
  if (!hasMedia) return { text };
  const media = new Blob([PICTURE], { type: "image/gif" });
  return { media, filename, ...(part < 0.5 ? { text } : {}) };
}

/** Describes the first promise of the panel that does not hold; `null` if all do. */
function findBrokenPromise(verdict: PanelVerdict, { journal }: Emulator): string | null {
  const { decision, members, charge } = verdict;
  const results = Object.values(members);
  const describe = (): string =>
    JSON.stringify({ decision, charge, states: results.map(({ state }) => state) });
  const isIncomplete = results.some(({ state }) => state === "failed" || state === "cancelled");
  if (decision === "allow" && isIncomplete) return `allow with a member that failed: ${describe()}`;
  const judged = results.flatMap(({ verdict: own }) => own ?? []);
  const allowed = judged.filter((own) => own.decision === "allow");
  if (decision === "allow" && (allowed.length !== judged.length || judged.length === 0)) {
    return `allow without an allow of each member: ${describe()}`;
  }
  if (judged.some((own) => own.decision === "block") !== (decision === "block"))
    return `no block: ${describe()}`;
  const billedUsd = journal.reduce((sum, { chargeUsd }) => sum + Math.round(chargeUsd * 1e5), 0) / 1e5;
  if (charge.isComplete ? charge.knownUsd !== billedUsd : charge.knownUsd > billedUsd) {
    return `${billedUsd} dollars were charged: ${describe()}`;
  }
  const csam = members["demo-csam"];
  const isWithheld =
    csam !== undefined && csam.state !== "notApplicable" && csam.verdict?.decision !== "allow";
  if (isWithheld && journal.some(({ projectKey }) => projectKey !== "demo-csam")) {
    return `an item was sent on without the permission of CSAM detection: ${describe()}`;
  }
  return null;
}

/** A random number generator with a seed: mulberry32. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
