import { HiveClosedError } from "@hivekit/core";
import type { Submission, Task } from "@hivekit/core";
import { concat, from, NEVER, of, take } from "rxjs";
import type { ObservableInput } from "rxjs";
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createSummary } from "../test/support/frames.ts";
import { runAsyncMarbles } from "../test/support/marbles.ts";
import { taskClient } from "../test/support/task-client.ts";
import { tasksOf } from "./tasks-of.ts";

const submissions: readonly Submission[] = ["a", "b", "c"].map((name) => ({
  url: `https://media.example/${name}`,
}));
const [first = { text: "" }, second = { text: "" }, third = { text: "" }] = submissions;
const task: Task = { ...createSummary(0), results: [] };
const rejection = new Error("insufficient balance");

/** The outcomes: a, b and c are tasks, f is the failure of the second submission. */
const outcomes = {
  a: { index: 0, submission: first, task },
  b: { index: 1, submission: second, task },
  c: { index: 2, submission: third, task },
  f: { index: 1, submission: second, error: rejection },
};
const taskAt = { t: task };

describe("tasksOf", () => {
  it("emits the outcome of each submission, in order of completion", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const replies = new Map([
        [first, cold("---t", taskAt)],
        [second, cold("-t", taskAt)],
        [third, cold("--t", taskAt)],
      ]);
      const client = taskClient((submission) => replies.get(submission) ?? NEVER);
      expectObservable(tasksOf(client, submissions)).toBe("-bc(a|)", outcomes);
    });
  });

  it("continues after a failure", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-t", taskAt);
      const failing = cold("-#", taskAt, rejection);
      const client = taskClient((submission) => (submission === second ? failing : reply));
      expectObservable(tasksOf(client, submissions, { concurrency: 1 })).toBe("-af(c|)", outcomes);
    });
  });

  it("has at most concurrency submissions in flight", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  ------t", taskAt);
      const expected = "    ------(ab)--(c|)";
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, submissions, { concurrency: 2 })).toBe(expected, outcomes);
      expectSubscriptions(reply.subscriptions).toBe(["^-----!", "^-----!", "------^-----!"]);
    });
  });

  it("has at most concurrency submissions of an Observable in flight", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-(abc|)", { a: first, b: second, c: third });
      const reply = cold("  -----t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, source, { concurrency: 2 })).toBe("------(ab)-(c|)", outcomes);
      expectSubscriptions(reply.subscriptions).toBe(["-^----!", "-^----!", "------^----!"]);
    });
  });

  it("has four submissions in flight by default", async () => {
    const client = taskClient(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [...submissions, ...submissions])).toBe("-");
    });
    expect(client.calls).toHaveLength(4);
  });

  it("rejects a string, and does not quote it", () => {
    const client = taskClient(() => NEVER);
    // @ts-expect-error -- a string is not a list of submissions
    expect(() => tasksOf(client, "a private text")).toThrow(
      expect.objectContaining({ kind: "config", message: expect.not.stringContaining("private") }),
    );
  });

  it("completes without submissions, and after one submission", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, [])).toBe("           |");
      expectObservable(tasksOf(client, cold("--|"))).toBe("          --|");
      expectObservable(tasksOf(client, [first])).toBe("         -(a|)", outcomes);
    });
  });

  it("does not complete before the last response and the end of the submissions", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("                        -t", taskAt);
      expectObservable(
        tasksOf(
          taskClient(() => NEVER),
          [first],
        ),
      ).toBe("----");
      const open = cold("                         -a--", { a: first });
      expectObservable(
        tasksOf(
          taskClient(() => reply),
          open,
        ),
      ).toBe("  --a-", outcomes);
    });
  });

  it("aborts the calls in flight and submits nothing further after an unsubscription", async () => {
    const client = taskClient(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, submissions, { concurrency: 2 }), "^--!").toBe("----");
    });
    expect(client.calls).toHaveLength(2);
    const [one, other] = client.calls.map((options) => options?.signal);
    expect(one).toBe(other);
    expect(one?.reason).toBeInstanceOf(HiveClosedError);
  });

  it("closes an iterable that keeps it waiting", async () => {
    let returned = 0;
    const list: AsyncIterable<Submission> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => new Promise(() => {}),
        return: async () => {
          returned++;
          return { done: true, value: undefined };
        },
      }),
    };
    const subscription = tasksOf(
      taskClient(() => NEVER),
      list,
    ).subscribe();
    await Promise.resolve();
    subscription.unsubscribe();
    expect(returned).toBe(1);
  });

  it("closes each connection and its iterable immediately", async () => {
    const events: string[] = [];
    function* read(): Generator<Submission> {
      try {
        for (const [index, submission] of submissions.entries()) {
          events.push(`read ${index}`);
          yield submission;
        }
      } finally {
        events.push("closed");
      }
    }
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  -----t", taskAt);
      expectObservable(
        tasksOf(
          taskClient(() => reply),
          read(),
          { concurrency: 2 },
        ),
        "^--!",
      ).toBe("----");
      expectSubscriptions(reply.subscriptions).toBe(["^--!", "^--!"]);
    });
    expect(events).toEqual(["read 0", "read 1", "closed"]);
  });

  it("fails with the reason of the caller's signal, and aborts the calls in flight", async () => {
    const client = taskClient(() => NEVER);
    const controller = new AbortController();
    const { signal } = controller;
    await runAsyncMarbles(({ cold, expectObservable }) => {
      cold("--x").subscribe(() => controller.abort("left"));
      expectObservable(tasksOf(client, submissions, { signal })).toBe("--#", {}, "left");
    });
    expect(client.calls.map((options) => options?.signal?.reason)).toEqual(["left", "left", "left"]);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, submissions, { signal })).toBe("#", {}, "left");
    });
    expect(client.calls).toHaveLength(3);
  });

  it("removes its listener from the caller's signal, regardless of how it ends", async () => {
    const { signal } = new AbortController();
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-t", taskAt);
      expectObservable(
        tasksOf(
          taskClient(() => reply),
          [first],
          { signal },
        ),
      ).toBe("-(a|)", outcomes);
      expectObservable(
        tasksOf(
          taskClient(() => NEVER),
          [first],
          { signal },
        ),
        "^-!",
      ).toBe("--");
    });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("fails with an error of the submissions themselves, and aborts the calls in flight", async () => {
    async function* failing(): AsyncGenerator<Submission> {
      yield first;
      throw rejection;
    }
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  -----t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, failing())).toBe("#", {}, rejection);
      const source = concat(of(first), cold<Submission>("--#", {}, rejection));
      expectObservable(tasksOf(client, source)).toBe("--#", {}, rejection);
      expectSubscriptions(reply.subscriptions).toBe(["(^!)", "^-!"]);
    });
  });

  it("submits all items again for a second subscriber", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      const result = tasksOf(client, submissions);
      expectObservable(result).toBe("(abc|)", outcomes);
      expectObservable(result, "--^").toBe("--(abc|)", outcomes);
    });
    expect(client.calls).toHaveLength(6);
  });

  it("requests the next submission from a generator only when a slot is free", async () => {
    const requestedAt: number[] = [];
    await runAsyncMarbles(({ cold, expectObservable, now }) => {
      async function* read(): AsyncGenerator<Submission> {
        for (const submission of submissions) {
          requestedAt.push(now());
          yield submission;
        }
      }
      const reply = cold("---t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, read(), { concurrency: 1 })).toBe("---a--b--(c|)", outcomes);
    });
    expect(requestedAt).toEqual([0, 3, 6]);
  });

  it("accepts every kind of RxJS input", async () => {
    const inputs: readonly ObservableInput<Submission>[] = [
      new Set(submissions),
      from(submissions),
      Promise.resolve(first),
      { length: 1, 0: first },
    ];
    await runAsyncMarbles(({ expectObservable }) => {
      const client = taskClient(() => of(task));
      for (const [place, input] of inputs.entries()) {
        expectObservable(tasksOf(client, input)).toBe(place < 2 ? "(abc|)" : "(a|)", outcomes);
      }
    });
  });

  it("stops submitting immediately after take", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, submissions, { concurrency: 1 }).pipe(take(1))).toBe("(a|)", outcomes);
    });
    expect(client.calls).toHaveLength(1);
  });

  it("turns an exception thrown by the client into an outcome", async () => {
    const client = {
      classify: (): never => {
        throw rejection;
      },
    };
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [first])).toBe("(x|)", {
        x: { index: 0, submission: first, error: rejection },
      });
    });
  });

  it("passes on the call options, but not its own options", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [first], { timeoutMs: 5, concurrency: 3 })).toBe("(a|)", outcomes);
    });
    expect(client.calls).toEqual([{ timeoutMs: 5, signal: expect.any(AbortSignal) }]);
  });

  it.each([
    [submissions, { concurrency: 0 }, "concurrency"],
    [submissions, { concurrency: "16" }, "concurrency"],
    [submissions, { concurency: 16 }, "concurency"],
    [submissions, null, null],
    [first, {}, "submissions"],
    [undefined, {}, "submissions"],
    [7, {}, "submissions"],
  ])("rejects %j with %j before a subscription", (input, options, option) => {
    const client = taskClient(() => NEVER);
    // A JavaScript caller can pass this.
    const call = (): unknown => Reflect.apply(tasksOf, null, [client, input, options]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
  });
});
