import { HiveClient } from "@hivekit/core";
import type { CallOptions, Frame, Submission, Task } from "@hivekit/core";
import { Test } from "@nestjs/testing";
import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { HiveModule } from "./hive.module.ts";
import { HiveService } from "./hive.service.ts";

const media = new Uint8Array([1, 2, 3]);
const reply = {
  id: "t",
  status: {
    status: { code: "0", message: "SUCCESS" },
    response: { input: {}, output: [0, 1].map((time) => ({ time, classes: [{ class: "red", score: 1 }] })) },
  },
};

const never = (): Promise<Response> => new Promise(() => {});

describe("HiveService", () => {
  it("gives frames as an Observable", async () => {
    const service = new HiveService(new HiveClient({ apiKey: "k", fetch: async () => Response.json(reply) }));
    const frames: Frame[] = await lastValueFrom(service.frames({ media }).pipe(toArray()));
    expect(frames.map((frame) => frame.timeSeconds)).toEqual([0, 1]);
  });

  it("ends calls in flight, and refuses later ones, when the app shuts down", async () => {
    const app = await Test.createTestingModule({
      imports: [HiveModule.forRoot({ apiKey: "k", fetch: never })],
    }).compile();
    await app.init();
    const service = app.get(HiveService);
    const pending = [service.classify({ media }), lastValueFrom(service.frames({ media }))];
    const outcomes = Promise.allSettled(pending);
    await app.close();
    const closed = { status: "rejected", reason: expect.objectContaining({ kind: "closed" }) };
    expect(await outcomes).toEqual([closed, closed]);
    await expect(service.classify({ media })).rejects.toMatchObject({ kind: "closed" });
    await expect(lastValueFrom(service.frames({ media }))).rejects.toMatchObject({ kind: "closed" });
  });

  it("passes on the caller's abort as it is", async () => {
    const service = new HiveService(new HiveClient({ apiKey: "k", fetch: never }));
    const controller = new AbortController();
    setTimeout(() => controller.abort("left"), 10);
    await expect(service.classify({ media }, { signal: controller.signal })).rejects.toBe("left");
    await expect(lastValueFrom(service.frames({ media }, { signal: controller.signal }))).rejects.toBe(
      "left",
    );
  });

  it("lets go of a call that has ended, and of the caller's signal", async () => {
    const given: (AbortSignal | undefined)[] = [];
    class SpiedClient extends HiveClient {
      override async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
        given.push(options.signal);
        return super.classify(submission, options);
      }
    }
    const service = new HiveService(
      new SpiedClient({ apiKey: "k", fetch: async () => Response.json(reply) }),
    );
    const controller = new AbortController();
    await service.classify({ media }, { signal: controller.signal });
    controller.abort("later");
    service.beforeApplicationShutdown();
    expect(given.map((signal) => signal?.aborted)).toEqual([false]);
  });
});
