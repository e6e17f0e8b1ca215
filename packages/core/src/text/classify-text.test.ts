import { describe, expect, it, vi } from "vitest";
import { HiveClient } from "../client/hive-client.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { decide } from "../policy/decide.ts";
import type { Policy } from "../policy/policy.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { redactTask } from "../protocol/redact-task.ts";
import { TaskSchema } from "../schemas.ts";
import { classifyText } from "./classify-text.ts";
import { failedPieceOf } from "./failed-piece.ts";
import { splitText } from "./split-text.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import type { TextClassifier } from "./submit-pieces.ts";

const WORD = "darn";
const SENTENCE = "The quick brown fox jumps over the lazy dog, and then it sleeps. ";
const LONG = SENTENCE.repeat(40);

/** How a unit counts the characters before an index of a text. */
const UNITS = {
  "UTF-16 units": (before: string) => before.length,
  "code points": (before: string) => Array.from(before).length,
  "UTF-8 bytes": (before: string) => new TextEncoder().encode(before).length,
};

type Given = { readonly count?: (before: string) => number; readonly [key: string]: unknown };

/** An invented v2 response: a level and a hit for each occurrence of a word. */
function v2Reply(text: string, { count = (before) => before.length, ...response }: Given = {}) {
  const hits = [...text.matchAll(new RegExp(WORD, "gi"))].map(({ index }) => ({
    value: WORD.toUpperCase(),
    type: "profanity",
    start_index: count(text.slice(0, index)),
    end_index: count(text.slice(0, index + WORD.length)),
  }));
  const classes = [
    { class: "bullying", score: hits.length > 0 ? 2 : 0 },
    { class: "spam", score: 0 },
  ];
  return {
    id: `task-${text.length}`,
    project_id: 42,
    user_id: 7,
    created_on: "2026-01-15T10:00:00.480Z",
    from_cache: false,
    metadata: "post-7",
    status: [
      {
        status: { code: "0", message: "SUCCESS" },
        response: {
          input: { charge: 0.0015, model: "text", model_version: 1, created_on: "2026-01-15T10:00:00.120Z" },
          text_filters: hits,
          pii_entities: [],
          urls: [],
          language: "EN",
          moderated_classes: ["bullying", "spam"],
          output: [{ time: 0, start_char_index: 0, end_char_index: count(text), classes }],
          ...response,
        },
      },
    ],
  };
}

/** The same response for every piece. */
const v2 = (text: string) => v2Reply(text);

/** An invented v3 response: hits without indexes. */
function v3(text: string) {
  const matches = text.match(new RegExp(WORD, "gi")) ?? [];
  return {
    task_id: "7",
    model: "hive/text-moderation",
    version: "1",
    output: [
      {
        classes: [{ class: "bullying", value: matches.length > 0 ? 2 : 0 }],
        string_matches: matches.map(() => ({ type: "profanity", value: WORD.toUpperCase() })),
      },
    ],
  };
}

/** A classifier that answers with the reply to each text, and remembers the texts. */
function answering(
  reply: (text: string, index: number) => unknown,
): TextClassifier & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    classify: async ({ text }) => {
      texts.push(text);
      return decodeTask(reply(text, texts.length - 1));
    },
  };
}

/** A text of this length with a word in the part that the first two pieces have in common. */
function withWordInOverlap(sentence = SENTENCE): { readonly text: string; readonly at: number } {
  const [first, second] = splitText(sentence.repeat(40));
  const between = ((first?.end ?? 0) + (second?.start ?? 0)) >> 1;
  const at = sentence.repeat(40).indexOf("fox", between - 60);
  const text = `${sentence.repeat(40).slice(0, at)}${WORD}${sentence.repeat(40).slice(at + 3)}`;
  return { text, at };
}

describe("a text within the limit", () => {
  it("is one submission with the options of the call", async () => {
    const calls: unknown[] = [];
    const hive: TextClassifier = {
      classify: async (submission, options) => {
        calls.push([submission, options]);
        return decodeTask(v2Reply(submission.text));
      },
    };
    const options = { metadata: "post-7", timeoutMs: 500 };
    const task = await classifyText(hive, "darn it", { ...options, limit: 100 });
    expect(calls).toEqual([[{ text: "darn it" }, { ...options, signal: expect.any(AbortSignal) }]]);
    expect(task).toEqual(decodeTask(v2Reply("darn it")));
  });

  it("is rejected by the same error as the client's if it is empty or not a string", async () => {
    const client = new HiveClient({ apiKey: "k", api: "v2" });
    const hive = answering(v2);
    for (const text of ["", 7]) {
      // @ts-expect-error -- not a string
      const expected = await client.classify({ text }).catch((error: unknown) => error);
      // @ts-expect-error -- not a string
      await expect(classifyText(hive, text)).rejects.toEqual(expected);
    }
    expect(hive.texts).toEqual([]);
  });
});

describe("a longer text", () => {
  it("is submitted in pieces and merged into one task", async () => {
    const hive = answering((text, index) =>
      v2Reply(text, { urls: index === 1 ? [{ value: "A.EXAMPLE" }] : [] }),
    );
    const task = await classifyText(hive, LONG);
    const pieces = splitText(LONG);
    expect(hive.texts).toEqual(pieces.map(({ text }) => text));
    const { frames, ...result } = task.results[0] ?? { frames: [] };
    expect({ ...task, results: [], raw: null }).toEqual({
      kind: "model",
      id: `task-${pieces[0]?.text.length}`,
      projectId: 42,
      userId: 7,
      createdOn: new Date("2026-01-15T10:00:00.480Z"),
      fromCache: false,
      metadata: "post-7",
      labels: [],
      results: [],
      raw: null,
    });
    expect(result).toEqual({
      status: { code: "0", message: "SUCCESS" },
      model: { name: "text", version: "1", type: null },
      chargeUsd: 0.0045,
      createdOn: new Date("2026-01-15T10:00:00.120Z"),
      media: null,
      text: {
        language: "EN",
        filters: [],
        pii: [],
        urls: [{ value: "A.EXAMPLE", type: "", start: null, end: null }],
        moderatedClasses: ["bullying", "spam"],
      },
      provenance: null,
      evaluated: true,
    });
    expect(
      frames.map(({ index, resultIndex, timeSeconds, span }) => ({ index, resultIndex, timeSeconds, span })),
    ).toEqual(
      pieces.map(({ start, end }, index) => ({
        index,
        resultIndex: 0,
        timeSeconds: 0,
        span: { start, end },
      })),
    );
    expect(task.raw).toEqual(
      pieces.map(({ text, start, end }, index) => ({
        start,
        end,
        raw: v2Reply(text, { urls: index === 1 ? [{ value: "A.EXAMPLE" }] : [] }),
      })),
    );
  });

  it("passes the schema, and is redacted completely", async () => {
    const task = await classifyText(answering(v2), withWordInOverlap().text);
    expect(TaskSchema.parse(JSON.parse(JSON.stringify(task)))).toEqual(task);
    expect(JSON.stringify(redactTask(task)).toLowerCase()).not.toContain(WORD);
  });

  it("keeps the order, and submits at most as many pieces at once as allowed", async () => {
    for (const [concurrency, most] of [
      [undefined, 4],
      [1, 1],
      [3, 3],
      [100, 15],
    ] as const) {
      let running = 0;
      let highest = 0;
      const text = Array.from({ length: 200 }, (_, index) => `${1000 + index}: ${SENTENCE.slice(6)}`).join(
        "",
      );
      const hive: TextClassifier = {
        classify: async (submission) => {
          highest = Math.max(highest, ++running);
          // The first pieces take longest.
          const turns = text.length - text.indexOf(submission.text);
          for (let turn = 0; turn < turns / 1000; turn++) await Promise.resolve();
          running--;
          return decodeTask(v2Reply(submission.text));
        },
      };
      const task = await classifyText(hive, text, { concurrency });
      expect(highest).toBe(most);
      expect(task.results[0]?.frames.map(({ span }) => span)).toEqual(
        splitText(text).map(({ start, end }) => ({ start, end })),
      );
    }
  });

  it.each(Object.entries(UNITS))(
    "has indexes in UTF-16 units even if Hive counts %s",
    async (_name, count) => {
      const sentence = "Ein schöner Tag 😀 für den fox, oder nicht. 名前 👩‍👩‍👧‍👦! ";
      const { text, at } = withWordInOverlap(sentence);
      const last = text.lastIndexOf("fox");
      const planted = `${text.slice(0, last)}${WORD}${text.slice(last + 3)}`;
      const task = await classifyText(
        answering((piece) => v2Reply(piece, { count })),
        planted,
      );
      const [result] = task.results;
      expect(result?.text?.filters?.map(({ start, end }) => [start, end])).toEqual([
        [at, at + 4],
        [planted.lastIndexOf(WORD), planted.lastIndexOf(WORD) + 4],
      ]);
      expect(result?.frames.map(({ span }) => span)).toEqual(
        splitText(planted).map(({ start, end }) => ({ start, end })),
      );
    },
  );

  it("counts a hit in the overlap once, even if v3 reports no indexes", async () => {
    const { text, at } = withWordInOverlap();
    expect(splitText(text).filter((piece) => piece.text.includes(WORD))).toHaveLength(2);
    const twice: Policy = { block: [{ kind: "filters", count: 2 }], review: { bullying: 2 } };
    for (const reply of [v2, v3]) {
      const task = await classifyText(answering(reply), text);
      expect(task.results[0]?.text?.filters).toEqual([
        {
          value: "DARN",
          type: "profanity",
          ...(reply === v2 ? { start: at, end: at + 4 } : { start: null, end: null }),
        },
      ]);
      expect(decide(task, twice).decision).toBe("review");
    }
    const again = `${text}${WORD}`;
    for (const reply of [v2, v3]) {
      expect(decide(await classifyText(answering(reply), again), twice).decision).toBe("block");
    }
  });

  it("has the span of the piece if v3 sends none", async () => {
    const task = await classifyText(answering(v3), LONG);
    expect(task.results[0]?.frames.map(({ span }) => span)).toEqual(
      splitText(LONG).map(({ start, end }) => ({ start, end })),
    );
    expect(task.results[0]).toMatchObject({
      chargeUsd: null,
      evaluated: true,
      text: { language: null, pii: null },
    });
  });

  it("keeps the sections of a piece if Hive splits it", async () => {
    const classes = [{ class: "bullying", score: 1 }];
    const hive = answering((text) =>
      v2Reply(text, {
        output: [
          { start_char_index: 0, end_char_index: 10, classes },
          { start_char_index: 10, end_char_index: text.length, classes },
        ],
      }),
    );
    const task = await classifyText(hive, LONG);
    const [, second] = splitText(LONG);
    const start = second?.start ?? 0;
    expect(task.results[0]?.frames.slice(2, 4).map(({ index, span }) => [index, span])).toEqual([
      [2, { start, end: start + 10 }],
      [3, { start: start + 10, end: second?.end }],
    ]);
  });

  it("has the answers of reviewers only if there are some for every piece", async () => {
    const classify = (labels: readonly (readonly string[])[]) => {
      const left = labels.values();
      return classifyText(
        {
          classify: async () => ({
            ...decodeTask(v2Reply("x")),
            kind: "labeling",
            labels: left.next().value ?? [],
            results: [],
          }),
        },
        LONG,
      );
    };
    const policy: Policy = { block: [{ kind: "labels", labels: ["bad"] }] };
    const answered = await classify([["good"], ["bad"], ["good"]]);
    expect([answered.kind, answered.labels, decide(answered, policy).decision]).toEqual([
      "labeling",
      ["good", "bad", "good"],
      "block",
    ]);
    const open = await classify([["good"], [""], ["good"]]);
    expect([open.labels, decide(open, policy).decision]).toEqual([[], "unknown"]);
  });
});

describe("the verdict on a merged task", () => {
  const policy: Policy = { block: { bullying: 2 }, review: [{ kind: "urls" }] };
  const judge = async (reply: (text: string, index: number) => unknown) =>
    decide(await classifyText(answering(reply), LONG), policy);

  it("uses the highest level of all pieces", async () => {
    for (const harmful of [0, 1, 2]) {
      const { decision } = await judge((text, index) => v2Reply(index === harmful ? `${text}${WORD}` : text));
      expect(decision).toBe("block");
    }
    expect((await judge(v2)).decision).toBe("allow");
  });

  it.each([
    ["no frame", { output: [] }, "result"],
    ["no scores", { output: [{ start_char_index: 0, end_char_index: 9, classes: [] }] }, "frames"],
    ["an unsupported language", { language: "UNSUPPORTED" }, "language"],
    ["no list of hits", { urls: null }, "text"],
  ])("is unknown if one piece has %s", async (_name, response, kind) => {
    for (const index of [0, 2]) {
      const verdict = await judge((text, at) => v2Reply(text, at === index ? response : {}));
      expect(verdict.decision).toBe("unknown");
      expect(verdict.unevaluated.map((entry) => entry.kind)).toContain(kind);
    }
  });

  it("is unknown if one piece was not evaluated, even if the policy accepts unevaluated frames", async () => {
    const lenient: Policy = { block: { bullying: 2 }, maxUnevaluatedFrames: 3 };
    for (const broken of [{ output: [] }, { output: [{ classes: [] }] }]) {
      const hive = answering((text, at) => v2Reply(text, at === 1 ? broken : {}));
      expect(decide(await classifyText(hive, LONG), lenient).decision).toBe("unknown");
    }
  });

  it("is unknown if one piece has no result of a model", async () => {
    const reply = (text: string, at: number): object => {
      const { status, ...head } = v2Reply(text);
      const other = v2Reply(text, { input: { model: "other" } }).status;
      return { ...head, status: at === 1 ? status : [...status, ...other] };
    };
    const task = await classifyText(answering(reply), LONG);
    expect(
      task.results.map(({ model, evaluated, frames }) => [model.name, evaluated, frames.length]),
    ).toEqual([
      ["text", true, 3],
      ["other", false, 2],
    ]);
    expect(decide(task, policy).decision).toBe("unknown");
  });

  it("reports the common language, and none if they differ", async () => {
    const languageOf = async (languages: readonly (string | null)[]) => {
      const hive = answering((text, index) => v2Reply(text, { language: languages[index] }));
      return (await classifyText(hive, LONG)).results[0]?.text?.language;
    };
    expect(await languageOf(["EN", "EN", "EN"])).toBe("EN");
    expect(await languageOf(["EN", "ES", "EN"])).toBe(null);
    expect(await languageOf(["EN", null, "EN"])).toBe(null);
    expect(await languageOf(["EN", "ES", "UNSUPPORTED"])).toBe("UNSUPPORTED");
  });

  it("has no language and no classes of the model if a piece has no data about its text", async () => {
    const bare = { language: undefined, moderated_classes: undefined };
    const lists = { text_filters: undefined, pii_entities: undefined, urls: undefined };
    const hive = answering((text, index) => v2Reply(text, index === 1 ? { ...bare, ...lists } : {}));
    expect((await classifyText(hive, LONG)).results[0]?.text).toMatchObject({
      language: null,
      filters: null,
      moderatedClasses: [],
    });
  });

  it("has no charge if the charge of a piece is unknown", async () => {
    const hive = answering((text, index) => v2Reply(text, index === 1 ? { input: { model: "text" } } : {}));
    expect((await classifyText(hive, LONG)).results[0]?.chargeUsd).toBe(null);
  });
});

describe("a piece that fails", () => {
  const failure = () =>
    new HiveHttpError("Hive responded with HTTP 503.", {
      status: 503,
      retryAfterMs: null,
      hiveCode: null,
      hiveMessage: null,
    });

  it("fails the call with its error, which names the piece but none of the text", async () => {
    const thrown = failure();
    const hive = answering((text, index) => {
      if (index === 2) throw thrown;
      return v2Reply(text);
    });
    const error = await classifyText(hive, LONG, { concurrency: 1 }).catch((one: unknown) => one);
    expect(error).toBe(thrown);
    const [, , third] = splitText(LONG);
    expect(error).toMatchObject({
      kind: "http",
      status: 503,
      isRetryable: true,
      message: `Piece 3 of 3 (UTF-16 units ${third?.start} to ${third?.end}) failed: Hive responded with HTTP 503.`,
    });
    expect(thrown.stack).toContain("Piece 3 of 3");
    expect(JSON.stringify([error, thrown.message, thrown.stack])).not.toContain("quick");
  });

  it("leaves the pieces that succeeded, whose verdict is never allow", async () => {
    const hive = answering((text, index) => {
      if (index === 2) throw failure();
      return v2Reply(text);
    });
    const error = await classifyText(hive, LONG, { concurrency: 1 }).catch((one: unknown) => one);
    const { partial, ...piece } = failedPieceOf(error) ?? { partial: null };
    const [, , third] = splitText(LONG);
    expect(piece).toEqual({ number: 3, count: 3, start: third?.start, end: third?.end });
    expect(partial?.results).toMatchObject([{ chargeUsd: 0.003, evaluated: false, isUnconfirmed: true }]);
    expect(partial && decide(partial, { block: { bullying: 2 } }).decision).toBe("unknown");
  });

  it("belongs to no call if several calls fail with the same error", async () => {
    const shared = failure();
    const hive = answering((text) => {
      if (text.includes("bad")) throw shared;
      return v2Reply(text);
    });
    const calls = [`${LONG}bad`, `${SENTENCE.repeat(100)}bad`].map(async (text) => {
      const error = await classifyText(hive, text).catch((one: unknown) => one);
      return { error, piece: failedPieceOf(error) };
    });
    for (const { error, piece } of await Promise.all(calls)) {
      expect(error).toBe(shared);
      expect(piece).toBe(null);
    }
    expect(shared.message.match(/Piece/g)).toHaveLength(1);
  });

  it("leaves nothing if it is the first one, and is not marked if it is the only one", async () => {
    const hive = answering(() => {
      throw failure();
    });
    const error = await classifyText(hive, LONG).catch((one: unknown) => one);
    expect(failedPieceOf(error)).toMatchObject({ number: 1, partial: null });
    const plain = await classifyText(hive, "short").catch((one: unknown) => one);
    expect([failedPieceOf(plain), failedPieceOf("text"), failedPieceOf(null)]).toEqual([null, null, null]);
    expect(plain).toMatchObject({ message: "Hive responded with HTTP 503." });
  });

  it("aborts the pieces in flight, and submits no more", async () => {
    const text = SENTENCE.repeat(200);
    const signals: (AbortSignal | undefined)[] = [];
    const hive: TextClassifier = {
      classify: (_submission, options) => {
        signals.push(options?.signal);
        return signals.length === 3 ? Promise.reject(failure()) : new Promise(() => {});
      },
    };
    const error = await classifyText(hive, text, { concurrency: 3 }).catch((one: unknown) => one);
    expect(failedPieceOf(error)).toMatchObject({ number: 3, count: 15, partial: null });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  });

  it("is not the error of the pieces in flight, which may still be billed", async () => {
    let count = 0;
    const attempts: AttemptInfo[] = [];
    const hive = new HiveClient({
      apiKey: "k",
      api: "v2",
      retry: false,
      onAttempt: (attempt) => attempts.push(attempt),
      fetch: async () => (++count === 1 ? Response.json({}, { status: 503 }) : new Promise(() => {})),
    });
    await expect(classifyText(hive, LONG, { concurrency: 2 })).rejects.toMatchObject({ status: 503 });
    await vi.waitFor(() => expect(attempts).toHaveLength(2));
    expect(attempts.map(({ status, mayBeBilled }) => [status, mayBeBilled])).toEqual([
      [503, false],
      [null, true],
    ]);
  });

  it("is not named if an option is invalid", async () => {
    const hive = new HiveClient({ apiKey: "k", api: "v2" });
    const error = await classifyText(hive, LONG, { model: "hive/text-moderation" }).catch(
      (one: unknown) => one,
    );
    expect(error).toMatchObject({ kind: "config" });
    expect(failedPieceOf(error)).toBe(null);
  });
});

describe("a classifier that returns no task", () => {
  const returning = (broken: unknown): TextClassifier => {
    let count = 0;
    return {
      // @ts-expect-error -- not a task
      classify: async ({ text }) => (count++ === 1 ? broken : decodeTask(v2Reply(text))),
    };
  };

  it("fails the call, so that no piece is left out", async () => {
    for (const broken of [undefined, null, {}, { results: null }, { results: [{ frameCount: 1 }] }, "text"]) {
      const error = await classifyText(returning(broken), LONG).catch((one: unknown) => one);
      expect(error).toMatchObject({
        kind: "config",
        message: expect.stringMatching(/must resolve to a Task/),
      });
      expect(failedPieceOf(error)).toBe(null);
    }
    // @ts-expect-error -- not a task
    const empty: TextClassifier = { classify: async () => undefined };
    await expect(classifyText(empty, "short")).rejects.toMatchObject({ kind: "config" });
  });

  it("does not hide the error of another piece", async () => {
    const thrown = new Error("offline");
    let count = 0;
    const hive: TextClassifier = {
      // @ts-expect-error -- not a complete task
      classify: async () => {
        if (++count === 2) throw thrown;
        return { results: [{ frames: [] }] };
      },
    };
    await expect(classifyText(hive, LONG, { concurrency: 1 })).rejects.toBe(thrown);
    expect(count).toBe(2);
  });
});

describe("an abort", () => {
  it.each(["short", LONG])(
    "throws the reason of the signal unchanged, even if the classifier ignores it",
    async (text) => {
      const controller = new AbortController();
      const reason = { why: "changed my mind" };
      const hive: TextClassifier = { classify: () => new Promise(() => {}) };
      const call = classifyText(hive, text, { signal: controller.signal });
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
      expect(failedPieceOf(reason)).toBe(null);
    },
  );

  it.each(["short", LONG])("before the call submits nothing", async (text) => {
    const hive = answering(v2);
    const reason = new Error("too late");
    await expect(classifyText(hive, text, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(hive.texts).toEqual([]);
  });

  it("leaves no listener on the signal after the call", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    await classifyText(answering(v2), LONG, { signal });
    expect(listeners).toBe(0);
  });
});

it("rejects invalid options before it submits anything", async () => {
  const hive = answering(v2);
  for (const [options, option] of [
    [{ limit: 1.5 }, "limit"],
    [{ overlap: 600 }, "overlap"],
    [{ concurrency: 0 }, "concurrency"],
    [{ timeoutMs: -1 }, "timeoutMs"],
    [{ overlaps: 1 }, "overlaps"],
    [null, null],
  ] as const) {
    // @ts-expect-error -- some options are unknown
    await expect(classifyText(hive, "text", options)).rejects.toMatchObject({ kind: "config", option });
  }
  // @ts-expect-error -- not a classifier
  await expect(classifyText("key", "text")).rejects.toMatchObject({ kind: "config" });
  expect(hive.texts).toEqual([]);
});
