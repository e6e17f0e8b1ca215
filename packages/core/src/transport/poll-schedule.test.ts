import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { PollSchedule, pollDelayMs } from "./poll-schedule.ts";

const httpError = (status: number): HiveHttpError =>
  new HiveHttpError("no", { status, retryAfterMs: null, hiveCode: null, hiveMessage: null });

describe("the pauses between looks", () => {
  it("begin at 1 s and grow to 30 s, a quarter more or less", () => {
    const looks = [0, 1, 2, 5, 8, 9, 50];
    expect(looks.map((look) => pollDelayMs(look, 0))).toEqual([
      1_000, 1_125, 1_688, 5_695, 19_222, 28_833, 30_000,
    ]);
    expect(looks.map((look) => pollDelayMs(look, 0.5))).toEqual([
      1_000, 1_500, 2_250, 7_594, 25_629, 30_000, 30_000,
    ]);
  });

  it("are slept one after the other", async () => {
    const clock = fakeClock({ random: 0.5 });
    const schedule = new PollSchedule(clock);
    const { signal } = new AbortController();
    for (let look = 0; look < 3; look++) await schedule.pause(signal);
    expect(clock.slept).toEqual([1_000, 1_500, 2_250]);
  });
});

describe("a look that fails", () => {
  it("with what may pass by itself is put up with ten times in a row", () => {
    const schedule = new PollSchedule(fakeClock());
    const error = httpError(503);
    for (let look = 0; look < 10; look++) schedule.fail(error, 60_000);
    expect(() => schedule.fail(error, 60_000)).toThrow(error);
  });

  it("counts anew after one that was answered", () => {
    const schedule = new PollSchedule(fakeClock());
    const error = httpError(504);
    for (let look = 0; look < 10; look++) schedule.fail(error, 60_000);
    schedule.succeed();
    expect(() => schedule.fail(error, 60_000)).not.toThrow();
  });

  it("with a time limit of its own is put up with", () => {
    const error = new HiveTimeoutError("no", { limit: "deadline", timeoutMs: 1 });
    expect(() => new PollSchedule(fakeClock()).fail(error, 60_000)).not.toThrow();
  });

  it("is made again when Hive says, or ends the wait at once if that is too late", async () => {
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

  it.each([403, 404, 405])("with %i ends the wait at once", (status) => {
    const error = httpError(status);
    expect(() => new PollSchedule(fakeClock()).fail(error, 60_000)).toThrow(error);
  });

  it("with what is no error of ours ends the wait at once", () => {
    const reason = new Error("stop");
    expect(() => new PollSchedule(fakeClock()).fail(reason, 60_000)).toThrow(reason);
  });
});
