import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { answerAll, modelOf } from "../../test/chat-replies.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import { HiveVlm } from "./hive-vlm.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

const RULES = definePromptPolicy({
  instructions: "INSTRUCTIONSMARK, which moderators alone may read.",
  categories: {
    insult: { description: "DESCRIPTIONMARK of an insult.", decision: "review" },
    weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
  },
  explain: true,
});
const NOTHING = { explanation: "EXPLANATIONMARK", insult: false, weaponsSale: false };

const urls = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ url: `https://example.com/${number}.jpg` }));
const never = async (): Promise<Response> => new Promise<Response>(() => {});

describe("the deadline of a judgment", () => {
  it("replaces that of the client for each call", async () => {
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return NOTHING;
    };
    const { vlm } = modelOf(late, { timeoutMs: 20 });
    await expect(vlm.judge({ text: "Hello" }, RULES)).rejects.toMatchObject({ kind: "timeout" });
    expect(await vlm.judge({ text: "Hello" }, RULES, { timeoutMs: 10_000 })).toMatchObject({
      decision: "allow",
    });
  });

  it("says that calls may be billed only after the first one", async () => {
    const { vlm, bodies } = modelOf(never);
    await expect(vlm.judge({ text: "Hello" }, RULES, { timeoutMs: 30 })).rejects.toMatchObject({
      kind: "timeout",
      limit: "deadline",
      message: "The call timed out after 30 ms; the request may still be billed.",
    });
    expect(bodies).toHaveLength(1);
    const media = async (): Promise<Uint8Array> => new Promise(() => {});
    await expect(vlm.judge({ media }, RULES, { timeoutMs: 30 })).rejects.toMatchObject({
      message: "The call timed out after 30 ms.",
    });
    expect(bodies).toHaveLength(1);
  });
});

describe("the calls of a judgment", () => {
  it("end if one of them fails", async () => {
    const { fetch, seen } = fakeFetch(async (request) => {
      const isFirst = (await request.text()).includes("/0.jpg");
      return isFirst ? Response.json({ status_code: 500, message: "no" }, { status: 500 }) : never();
    });
    const vlm = new HiveVlm({ apiKey: "test-key-SECRET", fetch, retry: false });
    await expect(vlm.judge({ images: urls(6) }, RULES, { concurrency: 3 })).rejects.toMatchObject({
      kind: "http",
      status: 500,
    });
    await vi.waitFor(() =>
      expect(seen.map(({ request }) => request.signal.aborted)).toEqual([false, true, true]),
    );
  });

  it("do not start if the signal is already aborted", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    const open = vi.fn<() => Uint8Array>(() => JPEG);
    const reason = new Error("the user left");
    const options = { signal: AbortSignal.abort(reason) };
    await expect(vlm.judge({ media: open }, RULES, options)).rejects.toBe(reason);
    expect([bodies.length, open.mock.calls.length]).toEqual([0, 0]);
  });

  it("repeat the bytes of a stream that can be read once", async () => {
    const { vlm, bodies } = modelOf(answerAll(false));
    const verdict = await vlm.judge({ media: new Blob([JPEG]).stream() }, RULES, { perCategory: true });
    expect(verdict.decision).toBe("allow");
    const images = bodies.map(({ messages: [{ content }] }) => content[1]?.image_url?.url);
    const uri = `data:image/jpeg;base64,${Buffer.from(JPEG).toString("base64")}`;
    expect(images).toEqual([uri, uri]);
  });

  it("repeat the bytes of such a stream for a retry, too", async () => {
    const { vlm, bodies } = modelOf(
      (_body, call) => (call === 0 ? new Response(null, { status: 503 }) : NOTHING),
      { retry: { minDelayMs: 0 } },
    );
    expect(await vlm.judge({ media: new Blob([JPEG]).stream() }, RULES)).toMatchObject({ decision: "allow" });
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it("do not start if one of the images cannot be read", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    const images = [{ media: JPEG }, { media: new TextEncoder().encode("words") }];
    await expect(vlm.judge({ images }, RULES)).rejects.toMatchObject({ kind: "input" });
    expect(bodies).toHaveLength(0);
  });

  it("include a text of whitespace only", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    expect(await vlm.judge({ text: " \n" }, RULES)).toMatchObject({ decision: "allow" });
    expect(bodies[0]?.messages[0].content.at(-1)?.text).toBe("<content> \n</content>");
  });

  it("have no lone surrogates, which strict parsers reject", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    await vlm.judge({ text: "a\ud800b" }, { ...RULES, instructions: "A forum\udc00." });
    expect(JSON.stringify(bodies)).not.toMatch(/\\ud[89a-f]/i);
    expect(bodies[0]?.messages[0].content.at(-1)?.text).toBe("<content>a\ufffdb</content>");
  });

  it("do not depend on onAnswer, whose errors are ignored", async () => {
    const { vlm } = modelOf(() => NOTHING);
    const onAnswer = (): never => {
      throw new Error("A bug.");
    };
    expect(await vlm.judge({ images: urls(2) }, RULES, { onAnswer })).toMatchObject({ decision: "allow" });
  });

  it("do not start, and read no media, with a parameter that the client sets", async () => {
    const { vlm, bodies } = modelOf(answerAll(false));
    const open = vi.fn<() => Uint8Array>(() => new Uint8Array([1]));
    await expect(vlm.judge({ media: open }, RULES, { params: { stream: true } })).rejects.toMatchObject({
      kind: "config",
      option: "params.stream",
      message: /^judge: /,
    });
    expect(open).not.toHaveBeenCalled();
    expect(bodies).toHaveLength(0);
  });

  it("send the caller's parameters, which replace the temperature", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    await vlm.judge({ text: "Hello" }, RULES, { params: { temperature: 0.2, top_k: 1 }, maxTokens: 99 });
    expect(bodies[0]).toMatchObject({ temperature: 0.2, top_k: 1, max_tokens: 99 });
  });
});

describe("an error of a judgment", () => {
  const text = "TEXTMARK <b>of a diary</b> & more of it";
  const item = { images: [{ media: JPEG }, { url: "https://example.com/a.jpg?sig=QUERYMARK" }], text };

  it.each([400, 403, 429, 500, 200])(
    "contains nothing of the request, even if the response to it quotes it: HTTP %i",
    async (status) => {
      const attempts: AttemptInfo[] = [];
      const logs: unknown[] = [];
      const log = (...entry: readonly unknown[]): void => void logs.push(entry);
      const { fetch } = fakeFetch(async (request) =>
        Response.json(
          { status_code: status === 200 ? 500 : status, message: await request.text() },
          { status },
        ),
      );
      const vlm = new HiveVlm({
        apiKey: "test-key-SECRET",
        fetch,
        retry: { limit: 1, minDelayMs: 0 },
        logger: { debug: log, info: log, warn: log, error: log },
      });
      const onAttempt = (info: AttemptInfo): void => void attempts.push(info);
      const error: unknown = await vlm
        .judge(item, RULES, { onAttempt, concurrency: 1 })
        .catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(Error);
      expect(attempts.length).toBeGreaterThan(0);
      const shown = inspect([error, attempts, logs], { depth: 9, showHidden: true });
      expect(shown).not.toMatch(
        /INSTRUCTIONSMARK|DESCRIPTIONMARK|sell or buy|TEXTMARK|diary|QUERYMARK|SECRET|base64,/,
      );
    },
  );

  it.each([
    ["prose", "EXPLANATIONMARK"],
    ["another property", JSON.stringify({ ...NOTHING, EXPLANATIONMARK: true })],
    ["JSON that is cut off", JSON.stringify(NOTHING).slice(0, 40)],
  ])("contains nothing of an answer that cannot be used: %s", async (_name, content) => {
    const { vlm } = modelOf(() =>
      Response.json({
        choices: [{ index: 0, message: { content }, finish_reason: "stop" }],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
    );
    const verdict = await vlm.judge({ text }, RULES);
    expect(verdict.decision).toBe("unknown");
    expect(JSON.stringify(verdict)).not.toMatch(/MARK|diary/);
  });
});
