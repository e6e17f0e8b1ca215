import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import { fakeClock } from "../../test/fake-clock.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { collectTask } from "../frames/collect-task.ts";
import { ReplyFrameStream } from "../frames/reply-frame-stream.ts";
import { statusFormat } from "../protocol/reply/status-format.ts";
import type { Task } from "../result/task.ts";
import type { ConnectionRequest } from "./connection.ts";
import { openStreamBody } from "./stream-body.ts";
import { TaskPages } from "./task-pages.ts";

const LIMIT = 3;

/** The outcome of one poll: a response, an error of the request, or a body that ends early. */
type Answer = object | Error | { readonly breaks: Error };

const frameAt = (time: number): object => ({ time, classes: [{ class: "yes_smoking", score: 0.5 }] });
const part = (output: readonly object[], more: object = {}, code: string | null = "0"): object => ({
  status: code === null ? {} : { code, message: "SUCCESS" },
  response: { input: {}, output, ...more },
});
const page = (from: number, count: number, more: object = {}): object => ({
  id: "t",
  status: [
    part(
      Array.from({ length: count }, (_none, index) => frameAt(from + index)),
      more,
    ),
  ],
});
const pending = { id: "t", message: "in progress" };

function waitFor(answers: readonly Answer[], options: { timeoutMs?: number } = {}) {
  const clock = fakeClock();
  const asked: number[] = [];
  const waiting = [...answers];
  const source = new TaskPages({
    format: statusFormat,
    frameLimit: LIMIT,
    limits: undefined,
    timeoutMs: options.timeoutMs ?? 60_000,
    endsAtFirstFrame: false,
    clock,
    startTrace: () => undefined,
    planPage: ({ frameOffset }): ConnectionRequest => ({
      plan: { method: "GET", path: String(frameOffset), body: { kind: "none" } },
      settings: {},
      secrets: [],
      canReopen: true,
      maxMediaBytes: null,
      isStream: true,
    }),
    connection: {
      open: async ({ plan }) => {
        asked.push(Number(plan.path));
        const answer = waiting.shift();
        if (answer === undefined) throw new Error("no further poll was expected");
        if (answer instanceof Error) throw answer;
        const chunks = "breaks" in answer ? ['{"id":"t"', answer.breaks] : [JSON.stringify(answer)];
        return openStreamBody(bodyOf(chunks), { signals: [], expected: "" });
      },
    },
  });
  const task: Promise<Task> = collectTask(statusFormat, new ReplyFrameStream(source));
  return { task, clock, asked };
}

const lost = new HiveNetworkError("lost", { isRetryable: false, code: null });
const http = (status: number, retryAfterMs: number | null = null): HiveHttpError =>
  new HiveHttpError("no", { status, retryAfterMs, hiveCode: null, hiveMessage: null });

describe("a task in pages", () => {
  it("is polled until it is done, then read page by page and assembled", async () => {
    const { task, clock, asked } = waitFor([pending, page(0, 3), page(3, 3), page(6, 1)]);
    const [result] = (await task).results;
    expect(result?.frames.map(({ index, timeSeconds }) => [index, timeSeconds])).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((number) => [number, number]),
    );
    expect(result?.evaluated).toBe(true);
    expect((await task).raw).toEqual(page(0, 7));
    expect(asked).toEqual([0, 0, 3, 6]);
    expect(clock.slept, "no delay between pages").toHaveLength(2);
  });

  it("that ends with a full page is complete if the next one is empty", async () => {
    const { task } = waitFor([page(0, 3), page(3, 0)]);
    expect((await task).results[0]).toMatchObject({ evaluated: true, frames: { length: 3 } });
  });

  it.each<[string, object]>([
    ["a page without a result", pending],
    ["a page with another number of results", { id: "t", status: [part([frameAt(3)]), part([frameAt(3)])] }],
    ["a repeated page", page(0, 3)],
  ])("fails and sends no more requests after %s", async (_name, second) => {
    const { task, asked } = waitFor([page(0, 3), second]);
    await expect(task).rejects.toMatchObject({ kind: "decode" });
    expect(asked).toEqual([0, 3]);
  });

  it.each<[string, object]>([
    ["has no status", { id: "t", status: [part([frameAt(3)], {}, null)] }],
    ["is in an unsupported language", page(3, 1, { language: "unsupported" })],
    ["has no moderated class", page(3, 1, { moderated_classes: [] })],
    ["has an unevaluated frame", { id: "t", status: [part([{ time: 3, classes: [] }])] }],
  ])("is not evaluated if a later page %s", async (_name, later) => {
    const [result] = (await waitFor([page(0, 3), later]).task).results;
    expect(result).toMatchObject({ evaluated: false, frames: { length: 4 } });
  });

  it.each([null, undefined, "none"])(
    "is not evaluated if the output of a later page is %j",
    async (output) => {
      const later = { id: "t", status: [{ status: { code: "0" }, response: { input: {}, output } }] };
      const [result] = (await waitFor([page(0, 3), later]).task).results;
      expect(result).toMatchObject({ evaluated: false, isUnconfirmed: true, frames: { length: 3 } });
    },
  );

  it("has the text hits of all pages", async () => {
    const withHits = (value: string): object => ({ text_filters: [{ value, type: "profanity" }] });
    const { task } = waitFor([page(0, 3, withHits("ONE")), page(3, 1, withHits("TWO"))]);
    expect((await task).results[0]?.text?.filters?.map((hit) => hit.value)).toEqual(["ONE", "TWO"]);
  });

  it("that fails on a later page is a task error", async () => {
    const failed = { id: "t", status: [part([], {}, "3300")] };
    await expect(waitFor([page(0, 3), failed]).task).rejects.toMatchObject({
      kind: "task",
      hiveCode: "3300",
    });
  });
});

describe("a failed poll", () => {
  it.each<[string, Answer]>([
    ["a maintenance response", http(503)],
    ["a gateway timeout", http(504)],
    ["a lost connection", lost],
    ["a body that ends early", { breaks: lost }],
    ["a timeout", new HiveTimeoutError("late", { limit: "deadline", timeoutMs: 1 })],
  ])("with %s does not end the wait", async (_name, answer) => {
    const { task, asked } = waitFor([answer, answer, page(0, 1)]);
    expect((await task).results[0]?.frames).toHaveLength(1);
    expect(asked).toEqual([0, 0, 0]);
  });

  it("is repeated after Retry-After, or ends the wait if that exceeds the deadline", async () => {
    const { task, clock } = waitFor([http(429, 20_000), page(0, 1)]);
    await task;
    expect(clock.slept).toEqual([1_000, 20_000]);
    const late = waitFor([http(429, 90_000)]);
    await expect(late.task).rejects.toMatchObject({ kind: "http", retryAfterMs: 90_000 });
  });

  it("ends the wait at the eleventh in a row", async () => {
    const { task, asked } = waitFor(Array.from({ length: 20 }, () => http(503)));
    await expect(task).rejects.toMatchObject({ status: 503 });
    expect(asked).toHaveLength(11);
  });

  it.each([403, 404, 405])("with %i ends the wait", async (status) => {
    const { task, asked } = waitFor([http(status)]);
    await expect(task).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  it("between pages fails the task, so that no frame is delivered twice", async () => {
    const { task } = waitFor([page(0, 3), { breaks: lost }]);
    await expect(task).rejects.toMatchObject({ kind: "network" });
  });
});
