import { HiveClient, HiveConfigError } from "@hivekit/core";
import type { CallOptions } from "@hivekit/core";
import { HiveVlm } from "@hivekit/core/vlm";
import * as hivekit from "@hivekit/rxjs";
import { EMPTY, firstValueFrom, from } from "rxjs";
import { describe, expect, it } from "vitest";

/** The requests that were sent. */
const requests: (string | URL | Request)[] = [];
const client = new HiveClient({
  apiKey: "k",
  api: "v2",
  retry: false,
  fetch: async (input) => {
    requests.push(input);
    return new Response("{}", { status: 400 });
  },
});
const vlm = new HiveVlm({ apiKey: "k", fetch: async () => Promise.reject(new Error("sent")) });
const policy = {
  instructions: "A forum.",
  categories: { insult: { description: "Insults.", decision: "review" } },
} as const;
const submission = { url: "https://media.example/a.mp4" };

/** Options that every function rejects, with the `option` of the error. */
const invalid: readonly (readonly [options: unknown, option: string | null])[] = [
  [null, null],
  [5, null],
  ["fast", null],
  [[], null],
  [{ unknownOption: 1 }, "unknownOption"],
];

/** Options of a call that every creator rejects. */
const invalidRequests: typeof invalid = [
  [{ signal: {} }, "signal"],
  [{ signal: "x" }, "signal"],
  [{ signal: null }, "signal"],
  [{ signal: new AbortController() }, "signal"],
  [{ timeoutMs: Number.NaN }, "timeoutMs"],
  [{ timeoutMs: -1 }, "timeoutMs"],
  [{ timeoutMs: 2_147_483_648 }, "timeoutMs"],
  [{ idleTimeoutMs: Number.NaN }, "idleTimeoutMs"],
  [{ idleTimeoutMs: -1 }, "idleTimeoutMs"],
  [{ retry: true }, "retry"],
  [{ retry: { limit: 11 } }, "retry.limit"],
  [{ retry: { maxDelayMs: -1 } }, "retry.maxDelayMs"],
  [{ headers: 5 }, "headers"],
  [{ headers: { "x-request": 5 } }, "headers.x-request"],
  [{ model: 5 }, "model"],
  [{ params: [] }, "params"],
  [{ onAttempt: 5 }, "onAttempt"],
];

/** Options that every creator with a `HiveClient` rejects. */
const invalidCalls: typeof invalid = [...invalid, ...invalidRequests, [{ metadata: 5 }, "metadata"]];

const invalidStreams: typeof invalid = [...invalidCalls, [{ onSummary: 5 }, "onSummary"]];
const invalidConcurrency: typeof invalid = [
  [{ concurrency: 0 }, "concurrency"],
  [{ concurrency: Number.NaN }, "concurrency"],
];

type Case = {
  /** The arguments before the options. */
  readonly before: readonly unknown[];
  /** The options that the function rejects. */
  readonly invalid: typeof invalid;
};

/** All functions but `peakScores`, which has no options. A function that is missing here fails to compile. */
const functions: { readonly [Name in Exclude<keyof typeof hivekit, "peakScores">]: Case } = {
  framesOf: { before: [client, submission], invalid: invalidStreams },
  framesOfTask: { before: [client, "task-1"], invalid: invalidStreams },
  mapFrames: {
    before: [client, submission, () => EMPTY],
    invalid: [...invalidStreams, ...invalidConcurrency],
  },
  judgementsOf: {
    before: [vlm, [submission]],
    invalid: [
      ...invalid,
      [{}, "policy"],
      [{ policy: "no insults" }, "policy"],
      [{ policy: { ...policy, categories: {} } }, "categories"],
      ...[
        ...invalidRequests,
        ...invalidConcurrency,
        [{ callConcurrency: 0 }, "callConcurrency"] as const,
        [{ metadata: "post-7" }, "metadata"] as const,
        [{ perCategory: 1 }, "perCategory"] as const,
        [{ imagesPerCall: 6 }, "imagesPerCall"] as const,
        [{ textCharacters: 99 }, "textCharacters"] as const,
        [{ maxTokens: 0 }, "maxTokens"] as const,
        [{ onAnswer: 5 }, "onAnswer"] as const,
      ].map(([options, option]) => [{ policy, ...Object(options) }, option] as const),
    ],
  },
  tasksOf: { before: [client, [submission]], invalid: [...invalidCalls, ...invalidConcurrency] },
  takeUntilVerdict: {
    before: [{ block: { yes_smoking: 0.9 } }],
    invalid: [...invalid, [{ onVerdict: 5 }, "onVerdict"], [{ summary: null }, "summary"]],
  },
  segments: { before: [{ red: { enter: 0.5 } }], invalid },
  aboveThreshold: {
    before: [],
    invalid: [
      [null, "classes"],
      [5, "classes"],
      [[], "classes"],
      [{ red: Number.NaN }, "red"],
      [{ red: -1 }, "red"],
    ],
  },
};

describe.each(Object.entries(functions))("%s", (name, { before, invalid: options }) => {
  it.each(options)("throws for %o before anything is sent", (value, option) => {
    requests.length = 0;
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(Reflect.get(hivekit, name), null, [...before, value]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
    expect(requests).toEqual([]);
  });
});

describe("call options that are checked by the client", () => {
  it.each([{ headers: { authorization: "x" } }, { model: "visual" }])(
    "make the Observable fail before anything is sent: %j",
    async (options) => {
      requests.length = 0;
      const error = expect.objectContaining({ kind: "config" });
      await expect(firstValueFrom(hivekit.framesOf(client, submission, options))).rejects.toEqual(error);
      const outcome = await firstValueFrom(hivekit.tasksOf(client, from([submission]), options));
      expect(outcome.error).toEqual(error);
      expect(requests).toEqual([]);
    },
  );
});

describe("the ranges of call options", () => {
  const call = async (options: CallOptions): Promise<unknown> => client.classify(submission, options);

  it.each([
    { timeoutMs: 0 },
    { timeoutMs: 2_147_483_648 },
    { idleTimeoutMs: 0 },
    { idleTimeoutMs: 2_147_483_648 },
    { retry: { limit: 11 } },
    { retry: { limit: -1 } },
    { retry: { minDelayMs: -1 } },
    { retry: { maxDelayMs: 2_147_483_648 } },
  ])("exclude what the client rejects: %j", async (options) => {
    await expect(call(options)).rejects.toMatchObject({ kind: "config" });
    expect(() => hivekit.tasksOf(client, [submission], options)).toThrow(HiveConfigError);
  });

  it.each([
    { timeoutMs: 2_147_483_647, idleTimeoutMs: 2_147_483_647 },
    { idleTimeoutMs: 1 },
    { retry: false } as const,
    { retry: { limit: 0, minDelayMs: 0, maxDelayMs: 0 } },
    { retry: { limit: 10, minDelayMs: 2_147_483_647, maxDelayMs: 2_147_483_647, unknownOutcome: true } },
  ])("include what the client accepts: %j", async (options) => {
    await expect(call(options)).rejects.toMatchObject({ kind: "http", status: 400 });
    expect(() => hivekit.tasksOf(client, [submission], options)).not.toThrow();
  });
});
