import { describe, expect, it } from "vitest";
import { deferred } from "./support/deferred.ts";
import { callbackBody, openCallbackApp, post } from "./support/callback-app.ts";

const ID = "a1b2c3d4-0000-1000-8000-000000000000";
const FAILED = [{ status: { code: "3300", message: "CORRUPT" } }];

/** Opens an app that confirms callbacks. Hive returns the replies one after another, and then repeats the last one. */
async function openConfirming(...replies: readonly [object, ...object[]]) {
  let asked = 0;
  const fetch = async () => Response.json(replies[Math.min(asked++, replies.length - 1)]);
  return openCallbackApp({ hive: { fetch, retry: false, logger: false }, callbacks: { confirm: true } });
}

describe("confirm", () => {
  it.each([
    { return_code: 429, message: "Too many requests." },
    { return_code: 403, message: "No such key." },
    { return_code: 405, message: "Insufficient balance." },
    { return_code: 500, message: "Busy." },
    { return_code: 429, message: "Too many requests.", id: ID },
    { error: "upstream" },
    { status: FAILED },
  ])(
    "does not treat %o with HTTP 200 as a failure of the task, so that the next attempt is delivered",
    async (reply) => {
      await using app = await openConfirming(reply, JSON.parse(callbackBody(ID)));
      const address = await app.address();
      expect([await post(address, callbackBody(ID)), await post(address, callbackBody(ID))]).toEqual([
        503, 200,
      ]);
      expect(app.results.failures).toEqual([]);
      expect(app.results.tasks.map(({ task }) => task.id)).toEqual([ID]);
    },
  );

  it("rejects the failure of a different task", async () => {
    await using app = await openConfirming({ id: "ffffffff-0000-1000-8000-000000000000", status: FAILED });
    expect(await post(await app.address(), callbackBody(ID))).toBe(403);
    expect(app.results.failures).toEqual([]);
  });

  it("delivers nothing if the confirmation outlasts the claim", async () => {
    const reply = deferred<Response>();
    let isAsked = false;
    const fetch = () => {
      isAsked = true;
      return reply.promise;
    };
    await using app = await openCallbackApp({
      hive: { fetch, retry: false, logger: false },
      callbacks: { confirm: true, leaseMs: 50 },
    });
    expect(await post(await app.address(), callbackBody(ID))).toBe(503);
    expect(isAsked).toBe(true);
    reply.resolve(Response.json(JSON.parse(callbackBody(ID))));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.results.tasks).toEqual([]);
  });

  it("delivers the failure of the task itself", async () => {
    await using app = await openConfirming({ id: ID, status: FAILED });
    expect(await post(await app.address(), callbackBody(ID))).toBe(200);
    expect(app.results.failures).toEqual([expect.objectContaining({ reason: "corrupt_media", taskId: ID })]);
  });
});
