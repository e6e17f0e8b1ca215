import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import { readCallback } from "./read-callback.ts";

const CALLBACK = JSON.stringify({
  id: "outer",
  project_id: 42,
  metadata: "post-7",
  status: [
    {
      status: { code: "0", message: "SUCCESS" },
      response: {
        input: {
          id: "inner",
          charge: "0.00100",
          model_type: "TEXT_CLASSIFICATION",
          media: { mimetype: null },
        },
        output: [
          {
            time: 0,
            classes: [
              { class: "yes_spam", score: 0.0007 },
              { class: "no_spam", score: 0.9993 },
            ],
            start_char_index: 0,
            end_char_index: 18,
          },
        ],
      },
    },
  ],
  resent_on: "2026-01-15T10:02:00.769Z",
  resent_by: "manual",
  from_cache: true,
});

const requestOf = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request("https://me.example/callback", { method: "POST", body, headers });

describe("readCallback", () => {
  it("reads a callback without code, user_id and created_on, with its outer id", async () => {
    for (const body of [requestOf(CALLBACK), bodyOf([CALLBACK.slice(0, 90), CALLBACK.slice(90)])]) {
      const task = await readCallback(body);
      expect(task).toMatchObject({
        id: "outer",
        metadata: "post-7",
        fromCache: true,
        userId: null,
        createdOn: null,
      });
      expect(task.results[0]).toMatchObject({ chargeUsd: 0.001, evaluated: true });
      expect(task.results[0]?.frames[0]).toMatchObject({
        kind: "text",
        scale: "probability",
        span: { start: 0, end: 18 },
      });
    }
  });

  it.each([
    ["not JSON", "<html>", "decode"],
    ["empty", "", "decode"],
    ["cut short", CALLBACK.slice(0, 200), "decode"],
    ["an acknowledgement", '{"task_id":"t"}', "decode"],
    ["a failed task", '{"id":"t","status":[{"status":{"code":"3300","message":"corrupt"}}]}', "task"],
  ])("rejects %s with an error of kind %s", async (_name, text, kind) => {
    await expect(readCallback(bodyOf([text]))).rejects.toMatchObject({ kind });
  });

  it("rejects a body that exceeds the limit, with or without content-length, without reading the rest", async () => {
    const announced = requestOf(CALLBACK, { "content-length": "1000000" });
    await expect(readCallback(announced, { maxBodyBytes: 1_000 })).rejects.toMatchObject({
      kind: "input",
      limit: 1_000,
      actual: 1_000_000,
      unit: "bytes",
    });
    let cancels = 0;
    const endless = bodyOf(
      Array.from({ length: 100 }, () => "x".repeat(100)),
      () => cancels++,
    );
    await expect(readCallback(endless, { maxBodyBytes: 250 })).rejects.toMatchObject({ actual: 300 });
    expect(cancels).toBe(1);
  });

  it("rejects a locked body, and a request without one", async () => {
    const taken = bodyOf([CALLBACK]);
    taken.getReader();
    await expect(readCallback(taken)).rejects.toMatchObject({ kind: "input" });
    await expect(readCallback(new Request("https://me.example/"))).rejects.toMatchObject({ kind: "input" });
  });

  it.each([undefined, 5, "x", {}, new Uint8Array(2)])(
    "rejects the body %j, and says what it accepts",
    async (body) => {
      const reading: Promise<unknown> = Reflect.apply(readCallback, null, [body]);
      await expect(reading).rejects.toMatchObject({
        kind: "input",
        message: "readCallback() accepts a Request, or its body as a ReadableStream.",
      });
    },
  );

  it.each<[string | null, unknown]>([
    ["maxBodyBytes", { maxBodyBytes: Number.NaN }],
    ["maxBodyBytes", { maxBodyBytes: 0 }],
    ["signal", { signal: {} }],
    ["maxBytes", { maxBytes: 1 }],
    [null, null],
  ])("rejects the invalid option %s with a config error, without reading", async (option, options) => {
    const body = bodyOf([CALLBACK]);
    const reading: Promise<unknown> = Reflect.apply(readCallback, null, [body, options]);
    await expect(reading).rejects.toMatchObject({ kind: "config", option });
    expect(body.locked).toBe(false);
  });

  it("throws the signal's reason while the body stalls", async () => {
    const controller = new AbortController();
    const reading = readCallback(bodyOf([CALLBACK.slice(0, 50), null]), { signal: controller.signal });
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
