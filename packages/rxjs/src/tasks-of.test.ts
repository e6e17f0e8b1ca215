import { HiveClosedError } from "@hivekit/core";
import type { Submission, Task } from "@hivekit/core";
import { concat, from, NEVER, of, take } from "rxjs";
import type { ObservableInput } from "rxjs";
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { summaryOf } from "../test/support/frames.ts";
import { runAsyncMarbles } from "../test/support/marbles.ts";
import { taskClient } from "../test/support/task-client.ts";
import { tasksOf } from "./tasks-of.ts";

const submissions: readonly Submission[] = ["a", "b", "c"].map((name) => ({
  url: `https://media.example/${name}`,
}));
const [first = { text: "" }, second = { text: "" }, third = { text: "" }] = submissions;
const task: Task = { ...summaryOf(0), results: [] };
const refusal = new Error("insufficient balance");

/** What comes of each: a, b, c a task, f the failure of the second. */
const outcomes = {
  a: { index: 0, submission: first, task },
  b: { index: 1, submission: second, task },
  c: { index: 2, submission: third, task },
  f: { index: 1, submission: second, error: refusal },
};
const taskAt = { t: task };

describe("tasksOf", () => {
  it("emits what becomes of each, in order of completion", async () => {
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

  it("is ended by no failure", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-t", taskAt);
      const failing = cold("-#", taskAt, refusal);
      const client = taskClient((submission) => (submission === second ? failing : reply));
      expectObservable(tasksOf(client, submissions, { concurrency: 1 })).toBe("-af(c|)", outcomes);
    });
  });

  it("has no more in flight than it may", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  ------t", taskAt);
      const expected = "    ------(ab)--(c|)";
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, submissions, { concurrency: 2 })).toBe(expected, outcomes);
      expectSubscriptions(reply.subscriptions).toBe(["^-----!", "^-----!", "------^-----!"]);
    });
  });

  it("has no more in flight of an Observable either", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-(abc|)", { a: first, b: second, c: third });
      const reply = cold("  -----t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, source, { concurrency: 2 })).toBe("------(ab)-(c|)", outcomes);
      expectSubscriptions(reply.subscriptions).toBe(["-^----!", "-^----!", "------^----!"]);
    });
  });

  it("has four in flight unless told otherwise", async () => {
    const client = taskClient(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [...submissions, ...submissions])).toBe("-");
    });
    expect(client.calls).toHaveLength(4);
  });

  it("completes without a submission, and with one", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, [])).toBe("           |");
      expectObservable(tasksOf(client, cold("--|"))).toBe("          --|");
      expectObservable(tasksOf(client, [first])).toBe("         -(a|)", outcomes);
    });
  });

  it("never ends while a reply does not come, or the submissions do not end", async () => {
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

  it("aborts what is in flight and submits nothing more when it is unsubscribed from", async () => {
    const client = taskClient(() => NEVER);
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, submissions, { concurrency: 2 }), "^--!").toBe("----");
    });
    expect(client.calls).toHaveLength(2);
    const [one, other] = client.calls.map((options) => options?.signal);
    expect(one).toBe(other);
    expect(one?.reason).toBeInstanceOf(HiveClosedError);
  });

  it("lets go of a list that keeps it waiting", async () => {
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

  it("closes each connection at once, and the list that it reads", async () => {
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

  it("fails with the reason of the caller's signal, and aborts what is in flight", async () => {
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

  it("lets go of the caller's signal, however it ends", async () => {
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

  it("fails with an error of the submissions themselves, and aborts what is in flight", async () => {
    async function* failing(): AsyncGenerator<Submission> {
      yield first;
      throw refusal;
    }
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  -----t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, failing())).toBe("#", {}, refusal);
      const source = concat(of(first), cold<Submission>("--#", {}, refusal));
      expectObservable(tasksOf(client, source)).toBe("--#", {}, refusal);
      expectSubscriptions(reply.subscriptions).toBe(["(^!)", "^-!"]);
    });
  });

  it("submits all again for a second subscriber", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      const result = tasksOf(client, submissions);
      expectObservable(result).toBe("(abc|)", outcomes);
      expectObservable(result, "--^").toBe("--(abc|)", outcomes);
    });
    expect(client.calls).toHaveLength(6);
  });

  it("asks a generator for the next submission when there is room for it, and no sooner", async () => {
    const asked: number[] = [];
    await runAsyncMarbles(({ cold, expectObservable, now }) => {
      async function* read(): AsyncGenerator<Submission> {
        for (const submission of submissions) {
          asked.push(now());
          yield submission;
        }
      }
      const reply = cold("---t", taskAt);
      const client = taskClient(() => reply);
      expectObservable(tasksOf(client, read(), { concurrency: 1 })).toBe("---a--b--(c|)", outcomes);
    });
    expect(asked).toEqual([0, 3, 6]);
  });

  it("takes whatever RxJS can read", async () => {
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

  it("stops submitting at once behind take", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, submissions, { concurrency: 1 }).pipe(take(1))).toBe("(a|)", outcomes);
    });
    expect(client.calls).toHaveLength(1);
  });

  it("makes an outcome of a client that throws", async () => {
    const client = {
      classify: (): never => {
        throw refusal;
      },
    };
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [first])).toBe("(x|)", {
        x: { index: 0, submission: first, error: refusal },
      });
    });
  });

  it("hands the options of the call on, and keeps its own to itself", async () => {
    const client = taskClient(() => of(task));
    await runAsyncMarbles(({ expectObservable }) => {
      expectObservable(tasksOf(client, [first], { timeoutMs: 5, concurrency: 3 })).toBe("(a|)", outcomes);
    });
    expect(client.calls).toEqual([{ timeoutMs: 5, signal: expect.any(AbortSignal) }]);
  });

  it.each([
    [submissions, { concurrency: 0 }, "concurrency"],
    [submissions, { concurrency: "16" }, "concurrency"],
    [first, {}, "submissions"],
    [undefined, {}, "submissions"],
    [7, {}, "submissions"],
  ])("refuses %j with %j before anybody subscribes", (input, options, option) => {
    const client = taskClient(() => NEVER);
    // What a program without types may pass.
    const call = (): unknown => Reflect.apply(tasksOf, null, [client, input, options]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
  });
});
