import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { ESTIMATE, JPEG, NOTHING, replyWith } from "../../test/guarded-client.ts";
import type { FakeReply } from "../../test/guarded-client.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../client/hive-client.ts";
import type { TaskHandle } from "../client/hive-client.ts";
import { isObject } from "../value/is-object.ts";
import { createBudget } from "./create-budget.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { withBudget } from "./with-budget.ts";

describe("submit", () => {
  const acknowledgement: FakeReply = () => Response.json({ id: "task-1" });
  const result = (charge?: number): FakeReply => {
    return async () => {
      const body: unknown = await replyWith(charge).json();
      return Response.json(isObject(body) ? { ...body, status: [body["status"]] } : body);
    };
  };

  /** A guarded client of v2 whose handles poll without a delay. */
  function guardTasks(answers: readonly FakeReply[]) {
    let count = 0;
    const { fetch } = fakeFetch(async () =>
      (answers[Math.min(count++, answers.length - 1)] ?? acknowledgement)(),
    );
    const client = new HiveClient({ apiKey: "test-key-SECRET", fetch, retry: false, api: "v2" });
    const calls: HiveCalls = {
      classify: async (...given) => client.classify(...given),
      frames: (...given) => client.frames(...given),
      task: async (...given) => client.task(...given),
      wait: async (...given) => client.wait(...given),
      taskFrames: (...given) => client.taskFrames(...given),
      submit: async (...given) => {
        const { id } = await client.submit(...given);
        return {
          id,
          wait: async () => {
            const look = await client.task(id);
            if (look.state === "done") return look.task;
            throw new Error("The task is pending.");
          },
          frames: () => client.frames({ media: JPEG }),
        };
      },
    };
    const budget = createBudget({ limitUsd: 10, per: "run" });
    return { hive: withBudget(calls, { budget, estimateUsd: () => ESTIMATE }), calls, budget };
  }

  it("counts the estimate when Hive acknowledges the task", async () => {
    const { hive, budget } = guardTasks([acknowledgement]);
    const { id } = await hive.submit({ media: JPEG }, { callbackUrl: "https://example.com/hive" });
    expect(id).toBe("task-1");
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: ESTIMATE });
  });

  it.each(["wait", "frames"] as const)(
    "replaces it by the charge once, with %s of the handle",
    async (method) => {
      const { hive, budget } = guardTasks([acknowledgement, result(0.018)]);
      const handle = await hive.submit({ media: JPEG });
      for (let times = 0; times < 2; times++) {
        if (method === "wait") await handle.wait();
        else await handle.frames().summary();
        expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.018 });
      }
    },
  );

  it("keeps it if the result has no charge, the task failed, or its frames are left", async () => {
    const { hive, budget } = guardTasks([
      acknowledgement,
      result(),
      () => Response.json(readFixture("v1/http-200-with-error")),
      () => Response.json(readFixture("v1/http-200-with-error")),
      result(0.018),
    ]);
    const handle = await hive.submit({ media: JPEG });
    await handle.wait();
    await expect(handle.wait()).rejects.toMatchObject({ kind: "task" });
    await expect(handle.frames().summary()).rejects.toMatchObject({ kind: "task" });
    for await (const frame of handle.frames()) {
      expect(frame.index).toBe(0);
      break;
    }
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: ESTIMATE });
  });

  it("does not keep the media in memory as long as the handle", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const { calls, budget } = guardTasks([]);
    const handle: TaskHandle = {
      id: "task-1",
      wait: async () => calls.wait("task-1"),
      frames: () => calls.taskFrames("task-1"),
    };
    const hive = withBudget(
      {
        ...calls,
        submit: async (_submission, options) => {
          options?.onAttempt?.({
            attempt: 1,
            status: 200,
            error: null,
            willRetry: false,
            delayMs: null,
            mayBeBilled: true,
          });
          return handle;
        },
      },
      { budget },
    );
    const submit = async () => {
      const media = new Uint8Array(JPEG);
      return { submitted: await hive.submit({ media }), media: new WeakRef(media) };
    };
    const { submitted, media } = await submit();
    await vi.waitFor(() => {
      collectGarbage();
      // An error with the value would keep it.
      expect(media.deref() === undefined).toBe(true);
    });
    expect(submitted).toMatchObject({ id: "task-1" });
    expect((await budget.state()).spentUsd).toBeGreaterThan(0);
  });

  it("counts an acknowledgement without an id as unknown", async () => {
    const { hive, budget } = guardTasks([() => Response.json({})]);
    await expect(hive.submit({ media: JPEG })).rejects.toMatchObject({ kind: "decode" });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd: ESTIMATE });
  });

  it("passes calls by id on unchanged, and reserves nothing for them", async () => {
    const { calls, budget } = guardTasks([result(0.018)]);
    const passed: unknown[] = [];
    const hive = withBudget(
      {
        ...calls,
        task: async (...given) => {
          passed.push(given);
          return calls.task(...given);
        },
        wait: async (...given) => {
          passed.push(given);
          return calls.classify({ media: JPEG });
        },
        taskFrames: (...given) => {
          passed.push(given);
          return calls.frames({ media: JPEG });
        },
      },
      { budget },
    );
    const options = { timeoutMs: 1000 };
    await hive.task("task-1", options);
    await hive.wait("task-1", options);
    await hive.taskFrames("task-1", options).summary();
    expect(passed).toEqual([1, 2, 3].map(() => ["task-1", options]));
    expect(await budget.state()).toMatchObject(NOTHING);
  });
});
