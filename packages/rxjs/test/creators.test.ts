import type { Frame, TaskSummary } from "@hivekit/core";
import { framesOf, framesOfTask } from "@hivekit/rxjs";
import type { FramesOfOptions } from "@hivekit/rxjs";
import { config, firstValueFrom, shareReplay } from "rxjs";
import type { Observable } from "rxjs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { scored, createSummary } from "./support/frames.ts";
import { marbleClient } from "./support/marble-client.ts";
import type { MarbleClient } from "./support/marble-client.ts";
import { runAsyncMarbles } from "./support/marbles.ts";

const frames = { a: scored(0, 0.1), b: scored(1, 0.2), c: scored(2, 0.3) };

type Creator = (client: MarbleClient, options?: FramesOfOptions) => Observable<Frame>;
const creators: readonly (readonly [string, Creator])[] = [
  ["framesOf", (client, options) => framesOf(client, { url: "https://media.example/a.mp4" }, options)],
  ["framesOfTask", (client, options) => framesOfTask(client, "task-1", options)],
];

describe.each(creators)("%s", (_name, framesFrom) => {
  it("emits frames as they arrive, whether many, one or none, and completes", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      for (const marbles of ["-a-(bc)--|", "--a-|", "--|"]) {
        const reply = cold(marbles, frames);
        expectObservable(framesFrom(marbleClient(reply))).toBe(marbles, frames);
        expectSubscriptions(reply.subscriptions).toBe(`^${"-".repeat(marbles.length - 2)}!`);
      }
    });
  });

  it("emits the frames that arrived before a failure, then fails", async () => {
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-a-b-#", frames, "cut short");
      expectObservable(framesFrom(marbleClient(reply))).toBe("-a-b-#", frames, "cut short");
    });
  });

  it("does not complete before the response ends", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("-a---", frames);
      expectObservable(framesFrom(marbleClient(reply))).toBe("-a---", frames);
      expectSubscriptions(reply.subscriptions).toBe("^----");
    });
  });

  it("closes the connection immediately on an unsubscription, even while no frames arrive", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("  -a-b-c-|", frames);
      const silent = cold(" --------", frames);
      expectObservable(framesFrom(marbleClient(reply)), "  ^--!").toBe("-a--", frames);
      expectObservable(framesFrom(marbleClient(silent)), " ^--!").toBe("----");
      expectSubscriptions(reply.subscriptions).toBe("      ^--!");
      expectSubscriptions(silent.subscriptions).toBe("     ^--!");
    });
  });

  it("sends nothing before a subscription, and sends again for each", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("            -a-b-|   ", frames);
      const client = marbleClient(reply);
      const result = framesFrom(client);
      expect(client.asked.calls).toEqual([]);
      expectObservable(result, "       ^        ").toBe("-a-b-|   ", frames);
      expectObservable(result, "       ---^     ").toBe("----a-b-|", frames);
      expectSubscriptions(reply.subscriptions).toBe(["^----!", "---^----!"]);
    });
  });

  it("sends once for all subscribers that share it, and closes the connection when the last one unsubscribes", async () => {
    await runAsyncMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold("            -a-b-c-|", frames);
      const shared = framesFrom(marbleClient(reply)).pipe(
        shareReplay({ bufferSize: Infinity, refCount: true }),
      );
      expectObservable(shared, "       ^--!    ").toBe("-a--     ", frames);
      expectObservable(shared, "       --^--!  ").toBe("--ab--   ", frames);
      expectSubscriptions(reply.subscriptions).toBe("^----!   ");
    });
  });

  it("passes the summary once, before it completes, and fails with the error of onSummary", async () => {
    const onSummary = vi.fn<(summary: TaskSummary) => void>();
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const reply = cold("-a-b-|", frames);
      expectObservable(framesFrom(marbleClient(reply), { onSummary })).toBe("-a-b-|", frames);
      const thrower = (): never => {
        throw new Error("disk full");
      };
      const other = framesFrom(marbleClient(reply), { onSummary: thrower });
      expectObservable(other).toBe("-a-b-#", frames, new Error("disk full"));
    });
    expect(onSummary).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ results: [expect.objectContaining({ frameCount: 2 })] }),
    );
  });

  it("passes no summary if the response fails or after an unsubscription", async () => {
    const onSummary = vi.fn<(summary: TaskSummary) => void>();
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const failing = cold("-a-#", frames);
      const whole = cold("  -a-|", frames);
      expectObservable(framesFrom(marbleClient(failing), { onSummary })).toBe("   -a-#", frames);
      expectObservable(framesFrom(marbleClient(whole), { onSummary }), "^-!").toBe("-a-", frames);
    });
    expect(onSummary).not.toHaveBeenCalled();
  });

  it("ignores a summary that arrives after the unsubscription, and the error from closing the connection", async () => {
    const onSummary = vi.fn<(summary: TaskSummary) => void>();
    const stopped = vi.fn<() => void>();
    config.onStoppedNotification = stopped;
    onTestFinished(() => void (config.onStoppedNotification = null));
    await runAsyncMarbles(({ cold, hot, expectObservable }) => {
      const late = hot("-----s", { s: createSummary(1) });
      const client = marbleClient(cold("-a-|", frames), { summary: async () => firstValueFrom(late) });
      expectObservable(framesFrom(client, { onSummary }), "^---!").toBe("-a---", frames);
      expectObservable(framesFrom(marbleClient(cold("-a---", frames))), "^-!").toBe("-a-", frames);
    });
    // RxJS would report the error from a timer.
    await sleep(0);
    expect(onSummary).not.toHaveBeenCalled();
    expect(stopped).not.toHaveBeenCalled();
  });

  it("passes on the call options, but not its own options", async () => {
    let calls: MarbleClient["asked"]["calls"] = [];
    await runAsyncMarbles(({ cold, expectObservable }) => {
      const client = marbleClient(cold("|"));
      expectObservable(framesFrom(client, { timeoutMs: 5, onSummary: () => {} })).toBe("|");
      ({ calls } = client.asked);
    });
    expect(calls.map(([, options]) => options)).toEqual([{ timeoutMs: 5 }]);
  });

  it.each([
    [{ onSummary: "log" }, "onSummary"],
    [{ onSumary: () => {} }, "onSumary"],
    [null, null],
  ])("rejects %j before a subscription", async (options, option) => {
    await runAsyncMarbles(({ cold }) => {
      // A JavaScript caller can pass this.
      const call = (): unknown => Reflect.apply(framesFrom, null, [marbleClient(cold("|")), options]);
      expect(call).toThrow(expect.objectContaining({ kind: "config", option }));
    });
  });
});
