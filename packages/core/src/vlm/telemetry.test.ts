import { describe, expect, it, vi } from "vitest";
import { answerAll, chatBody, modelOf } from "../../test/chat-replies.ts";
import { describeRecorded, recordingTelemetry } from "../../test/support/recording-telemetry.ts";
import { definePromptPolicy } from "./define-prompt-policy.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const CHAT = "POST https://api.thehive.ai/api/v3/chat/completions";
const USAGE = { promptTokens: 300, completionTokens: 12, totalTokens: 312 };

const RULES = definePromptPolicy({
  instructions: "A forum.",
  categories: { sale: { description: "Offers to sell weapons.", decision: "block" } },
});

describe("ask", () => {
  it("is a call with its tokens", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(() => ({}), { telemetry });
    await vlm.ask({ prompt: "SECRET?", media: JPEG });
    await vlm.ask(
      { prompt: "SECRET?", url: "https://media.example/a.jpg?sig=QUERYMARK" },
      { model: "other/model" },
    );
    await vlm.ask({ prompt: "SECRET?", text: "SECRET" });
    await vlm.ask({ prompt: "SECRET?", images: [{ media: JPEG }] });
    await vlm.ask({ prompt: "SECRET?" });
    expect(
      telemetry.calls.map(({ name, attributes }) => [name, attributes.submission, attributes.model]),
    ).toEqual([
      ["ask", "media", "hive/vision-language-model"],
      ["ask", "url", "other/model"],
      ["ask", "text", "hive/vision-language-model"],
      ["ask", "media", "hive/vision-language-model"],
      ["ask", null, "hive/vision-language-model"],
    ]);
    const [call] = telemetry.calls;
    expect(call?.ends).toEqual([
      { state: "done", error: null, chargeUsd: null, frameCount: null, firstFrameMs: null, usage: USAGE },
    ]);
    expect(describeRecorded(call)[0]).toBe(`1: ${CHAT} fetched 1 times, ended 200, may be billed`);
  });

  it("reports the tokens of an unusable answer", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(() => Response.json(chatBody("no JSON")), { telemetry });
    const schema = { jsonSchema: { type: "object" }, parse: (value: unknown) => value };
    await expect(vlm.ask({ prompt: "?", schema })).rejects.toThrow("JSON");
    expect(telemetry.calls[0]?.ends).toMatchObject([
      { state: "failed", error: { kind: "decode" }, usage: USAGE },
    ]);
  });

  it("that fails its checks has no attempt", async () => {
    const telemetry = recordingTelemetry();
    const { vlm, bodies } = modelOf(() => ({}), { telemetry });
    await expect(vlm.ask({ prompt: "" })).rejects.toThrow("prompt");
    expect(describeRecorded(telemetry.calls[0])).toEqual(["ended failed, $null, null frames"]);
    expect(bodies).toEqual([]);
  });
});

describe("judge", () => {
  it("is a call that is followed by those of ask, and records its verdict", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(answerAll(false), { telemetry });
    const verdict = await vlm.judge({ images: [{ media: JPEG }, { media: JPEG }] }, RULES);
    expect(
      telemetry.calls.map(({ name, runs, ends }) => [name, runs, ends.map(({ state }) => state)]),
    ).toEqual([
      ["judge", 1, ["done"]],
      ["ask", 1, ["done"]],
      ["ask", 1, ["done"]],
    ]);
    expect(telemetry.calls[0]?.attempts).toEqual([]);
    expect(verdict.decision).toBe("allow");
    // Without the reasons.
    expect(telemetry.verdicts).toStrictEqual([
      [{ decision: "allow", tags: [], unknownTags: [] }, { source: "vlm" }],
    ]);
  });

  it("cancels the calls that a block makes useless", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(
      async (body, call) => (call === 0 ? answerAll(true)(body) : new Promise<Response>(() => {})),
      { telemetry },
    );
    await vlm.judge({ images: [{ media: JPEG }, { media: JPEG }] }, RULES);
    expect(telemetry.calls.map(({ ends }) => ends[0]?.state)).toEqual(["done", "done", "cancelled"]);
    expect(telemetry.verdicts[0]?.[0].decision).toBe("block");
  });

  it("cancels the calls in flight if one fails, which may still be billed", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(
      async (_body, call) =>
        call === 0 ? Response.json({}, { status: 500 }) : new Promise<Response>(() => {}),
      { telemetry },
    );
    const images = [{ media: JPEG }, { media: JPEG }];
    await expect(vlm.judge({ images }, RULES)).rejects.toMatchObject({ kind: "http", status: 500 });
    await vi.waitFor(() => expect(telemetry.calls[2]?.ends).toHaveLength(1));
    expect(telemetry.calls.map(({ ends }) => ends[0]?.state)).toEqual(["failed", "failed", "cancelled"]);
    const attempts = telemetry.calls.flatMap((call) => call.attempts.flatMap(({ ends }) => ends));
    expect(attempts.map(({ status, mayBeBilled }) => [status, mayBeBilled])).toEqual([
      [500, false],
      [null, true],
    ]);
  });

  it("that times out has failed, as have its calls, and records no verdict", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(async () => new Promise<Response>(() => {}), { telemetry });
    await expect(vlm.judge({ text: "SECRET" }, RULES, { timeoutMs: 5 })).rejects.toThrow("timed out");
    expect(telemetry.calls.map(({ name, ends }) => [name, ends[0]?.state])).toEqual([
      ["judge", "failed"],
      ["ask", "failed"],
    ]);
    expect(telemetry.verdicts).toEqual([]);
  });

  it("that fails its checks has no calls", async () => {
    const telemetry = recordingTelemetry();
    const { vlm } = modelOf(answerAll(false), { telemetry });
    await expect(vlm.judge({}, RULES)).rejects.toThrow();
    expect(telemetry.calls.map(({ name, ends }) => [name, ends[0]?.state])).toEqual([["judge", "failed"]]);
  });

  it("returns its verdict even if the telemetry fails", async () => {
    const fail = (): never => {
      throw new Error("telemetry");
    };
    for (const recordVerdict of [fail, async () => Promise.reject(new Error("telemetry")), undefined]) {
      const { vlm } = modelOf(answerAll(false), { telemetry: { startCall: fail, recordVerdict } });
      expect((await vlm.judge({ text: "Hello" }, RULES)).decision).toBe("allow");
    }
  });
});
