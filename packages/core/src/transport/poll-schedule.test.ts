import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { PollSchedule, pollDelayMs } from "./poll-schedule.ts";

const httpError = (status: number): HiveHttpError =>
  new HiveHttpError("no", { status, retryAfterMs: null, hiveCode: null, hiveMessage: null });

describe("the delays between polls", () => {
  it("begin at 1 s and grow to 30 s, with jitter of 25 %", () => {
    const polls = [0, 1, 2, 5, 8, 9, 50];
    expect(polls.map((poll) => pollDelayMs(poll, 0))).toEqual([
      1_000, 1_125, 1_688, 5_695, 19_222, 28_833, 30_000,
    ]);
    expect(polls.map((poll) => pollDelayMs(poll, 0.5))).toEqual([
      1_000, 1_500, 2_250, 7_594, 25_629, 30_000, 30_000,
    ]);
  });

  it("are waited for one after another", async () => {
    const clock = fakeClock({ random: 0.5 });
    const schedule = new PollSchedule(clock);
    const { signal } = new AbortController();
    for (let poll = 0; poll < 3; poll++) await schedule.pause(signal);
    expect(clock.slept).toEqual([1_000, 1_500, 2_250]);
  });
});

describe("a failed poll", () => {
  it("with a transient error is tolerated ten times in a row", () => {
    const schedule = new PollSchedule(fakeClock());
    const error = httpError(503);
    for (let poll = 0; poll < 10; poll++) schedule.fail(error, 60_000);
    expect(() => schedule.fail(error, 60_000)).toThrow(error);
  });

  it("is counted from 0 after a successful poll", () => {
    const schedule = new PollSchedule(fakeClock());
    const error = httpError(504);
    for (let poll = 0; poll < 10; poll++) schedule.fail(error, 60_000);
    schedule.succeed();
    expect(() => schedule.fail(error, 60_000)).not.toThrow();
  });

  it("with a timeout is tolerated", () => {
    const error = new HiveTimeoutError("no", { limit: "deadline", timeoutMs: 1 });
    expect(() => new PollSchedule(fakeClock()).fail(error, 60_000)).not.toThrow();
  });

  it("is repeated after Retry-After, or ends the wait if that exceeds the deadline", async () => {
    const clock = fakeClock();
    const schedule = new PollSchedule(clock);
    const { signal } = new AbortController();
    const error = new HiveHttpError("no", {
      status: 503,
      retryAfterMs: 20_000,
      hiveCode: null,
      hiveMessage: null,
    });
    schedule.fail(error, 60_000);
    await schedule.pause(signal);
    await schedule.pause(signal);
    expect(clock.slept).toEqual([20_000, 1_125]);
    expect(() => schedule.fail(error, 10_000)).toThrow(error);
  });

  it.each([403, 404, 405])("with %i ends the wait", (status) => {
    const error = httpError(status);
    expect(() => new PollSchedule(fakeClock()).fail(error, 60_000)).toThrow(error);
  });

  it("with an error from outside Hivekit ends the wait", () => {
    const reason = new Error("stop");
    expect(() => new PollSchedule(fakeClock()).fail(reason, 60_000)).toThrow(reason);
  });
});
