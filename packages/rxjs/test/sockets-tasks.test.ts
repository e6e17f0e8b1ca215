import { HiveClient, isHiveError } from "@hivekit/core";
import { tasksOf } from "@hivekit/rxjs";
import type { TaskOutcome } from "@hivekit/rxjs";
import { lastValueFrom, take, toArray } from "rxjs";
import { setImmediate as later } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { gate, neverRespond } from "../../core/test/support/scripts.ts";
import { startServer } from "../../core/test/support/stub-server.ts";
import type { Script } from "../../core/test/support/stub-server.ts";

// Generous, because the machine may be busy.
const WAITING = { timeout: 20_000, interval: 1 };
vi.setConfig({ testTimeout: 60_000 });

const COUNT = 1000;
const CONCURRENCY = 16;
const isRejected = (item: number): boolean => item % 20 === 7;

const submissions = Array.from({ length: COUNT }, (_none, item) => ({
  url: `https://media.example/item-${item}.jpg`,
}));

/**
 * Responds to each item with a task that has its number, and rejects one in twenty. The first responses wait until the
 * maximum number of requests is in flight, so that the test does not depend on timing.
 */
function itemServer(inFlight: { now: number; most: number }): Script {
  const full = gate();
  return async ({ response, readBody, seen }) => {
    inFlight.now++;
    inFlight.most = Math.max(inFlight.most, inFlight.now);
    if (inFlight.now === CONCURRENCY) full.open();
    await readBody();
    await full.opened;
    await later();
    const item = Number(/item-(\d+)/.exec(Buffer.concat(seen.chunks).toString())?.[1]);
    inFlight.now--;
    if (isRejected(item)) response.writeHead(400).end('{"return_code":400,"message":"no"}');
    else response.end(createReply(item));
  };
}

function createReply(item: number): string {
  const output = [{ time: 0, classes: [{ class: "yes_smoking", score: 0.5 }] }];
  return JSON.stringify({
    id: `task-${item}`,
    status: { status: { code: "0" }, response: { input: {}, output } },
  });
}

describe("over sockets, tasksOf with 1,000 submissions", () => {
  it("has at most 16 in flight, and an outcome for each, 50 of them failures", async () => {
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", onWarning);
    const inFlight = { now: 0, most: 0 };
    await using server = await startServer(itemServer(inFlight));
    const hive = new HiveClient({ apiKey: "k", baseUrl: server.url });
    const outcomes = await lastValueFrom(
      tasksOf(hive, submissions, { concurrency: CONCURRENCY }).pipe(toArray()),
    );
    process.off("warning", onWarning);

    expect(inFlight).toEqual({ now: 0, most: CONCURRENCY });
    expect(server.seen).toHaveLength(COUNT);
    const byIndex = outcomes.toSorted((one, other) => one.index - other.index);
    expect(byIndex.map(({ submission }) => submission)).toEqual(submissions);
    expect(byIndex.map(describeOutcome)).toEqual(
      submissions.map((_submission, item) => (isRejected(item) ? "http 400" : `task-${item}`)),
    );
    expect(outcomes.filter(({ error }) => error !== undefined)).toHaveLength(COUNT / 20);
    expect(warnings).toEqual([]);
  });

  it("closes all 16 connections on an unsubscription, and opens no more", async () => {
    await using server = await startServer(neverRespond);
    const hive = new HiveClient({ apiKey: "k", baseUrl: server.url });
    const subscription = tasksOf(hive, submissions, { concurrency: CONCURRENCY }).subscribe();
    await vi.waitFor(() => expect(server.seen).toHaveLength(CONCURRENCY), WAITING);
    subscription.unsubscribe();
    await vi.waitFor(
      () => expect(server.seen.every(({ closedAtMs }) => closedAtMs !== null)).toBe(true),
      WAITING,
    );
    expect(server.seen).toHaveLength(CONCURRENCY);
  });

  it("stops after take(100), with at most 16 more in flight", async () => {
    const inFlight = { now: 0, most: 0 };
    await using server = await startServer(itemServer(inFlight));
    const hive = new HiveClient({ apiKey: "k", baseUrl: server.url });
    await lastValueFrom(tasksOf(hive, submissions, { concurrency: CONCURRENCY }).pipe(take(100)));
    expect(server.seen.length).toBeGreaterThanOrEqual(100);
    expect(server.seen.length).toBeLessThan(100 + CONCURRENCY);
  });
});

function describeOutcome({ task, error }: TaskOutcome): string {
  if (task !== undefined) return task.id;
  return isHiveError(error) && error.kind === "http" ? `http ${error.status}` : String(error);
}
