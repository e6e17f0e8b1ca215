import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answerAll, chatBody, modelOf } from "../../test/chat-replies.ts";
import { bodyOf, fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { memorySdk } from "../../test/support/span-trees.ts";
import type { MemorySdk } from "../../test/support/span-trees.ts";
import { HiveClient } from "../client/hive-client.ts";
import type { HiveClientOptions } from "../client/client-options.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { createPanel } from "../panel/create-panel.ts";
import type { HiveTelemetry } from "../transport/telemetry.ts";
import { definePromptPolicy } from "../vlm/define-prompt-policy.ts";
import { openTelemetry } from "./open-telemetry.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const media = { media: JPEG };
const RULES = definePromptPolicy({
  instructions: "A forum.",
  categories: { sale: { description: "Offers to sell weapons.", decision: "block" } },
});

const video = (): string => JSON.stringify(readFixture("v1/categorization-video"));
const ok = (): Response => new Response(video());
const status = (code: number) => (): Response => new Response("{}", { status: code });
const never = async (): Promise<Response> => new Promise(() => {});
const pending = (): Response => Response.json({ id: "t", message: "in progress" });

type Answer = (request: Request) => Response | Promise<Response>;

function clientOf(
  sdk: MemorySdk,
  answers: readonly Answer[],
  options: HiveClientOptions = {},
): { readonly hive: HiveClient; readonly seen: ReturnType<typeof fakeFetch>["seen"] } {
  let call = 0;
  const { fetch, seen } = fakeFetch(async (request) => (answers[call++] ?? ok)(request));
  const retry = { minDelayMs: 0 };
  const { telemetry } = sdk;
  return { hive: new HiveClient({ apiKey: "test-key-SECRET", fetch, retry, telemetry, ...options }), seen };
}

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => {
  context.disable();
});

describe("the spans", () => {
  it("of a successful call follow the conventions", async () => {
    const sdk = memorySdk();
    await clientOf(sdk, []).hive.classify(media);
    const [attempt, call] = sdk.spans();
    expect(call?.attributes).toEqual({
      "hivekit.operation": "classify",
      "hivekit.api": "v1",
      "hivekit.submission": "media",
      "hivekit.outcome": "done",
      "hivekit.charge_usd": 0.018,
      "hivekit.frame_count": 3,
      "server.address": "api.thehive.ai",
      "server.port": 443,
    });
    expect(attempt?.attributes).toEqual({
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "hivekit.may_be_billed": true,
      "hivekit.outcome": "done",
      "hivekit.will_retry": false,
      "server.address": "api.thehive.ai",
      "server.port": 443,
      "url.full": "https://api.thehive.ai/api/v1/tag/task",
    });
    expect(call?.instrumentationScope).toMatchObject({
      name: "@hivekit/core",
      schemaUrl: "https://opentelemetry.io/schemas/1.45.0",
    });
    expect(sdk.tree()).toEqual([
      "HiveClient.classify INTERNAL: charge_usd=0.018 frame_count=3 outcome=done submission=media",
      "  POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
  });

  it("of a retried call are one per attempt", async () => {
    const sdk = memorySdk();
    await clientOf(sdk, [status(503), status(429)]).hive.classify(media);
    expect(sdk.tree()).toEqual([
      "HiveClient.classify INTERNAL: charge_usd=0.018 frame_count=3 outcome=done submission=media",
      "  POST CLIENT ERROR: error.reason=unavailable error.type=503 http.response.status_code=503 may_be_billed=false outcome=failed will_retry=true",
      "  POST CLIENT ERROR: error.reason=rate_limited error.type=429 http.request.resend_count=1 http.response.status_code=429 may_be_billed=false outcome=failed will_retry=true",
      "  POST CLIENT: http.request.resend_count=2 http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
  });

  it("of a call that times out have the error timeout", async () => {
    const sdk = memorySdk();
    await expect(clientOf(sdk, [never]).hive.classify(media, { timeoutMs: 5 })).rejects.toThrow();
    const message = "The call timed out after 5 ms; the request may still be billed.";
    expect(sdk.tree()).toEqual([
      `HiveClient.classify INTERNAL ERROR "${message}": error.type=timeout outcome=failed submission=media`,
      `  POST CLIENT ERROR "${message}": error.type=timeout may_be_billed=true outcome=failed will_retry=false`,
    ]);
  });

  it.each(["SECRET reason", null, new Error("SECRET reason")])(
    "of a call that the caller aborts with %o are not errors",
    async (reason) => {
      const sdk = memorySdk();
      const controller = new AbortController();
      const answer = async (): Promise<Response> => {
        controller.abort(reason);
        return never();
      };
      const call = clientOf(sdk, [answer]).hive.classify(media, { signal: controller.signal });
      await expect(call).rejects.toBe(reason);
      expect(sdk.tree()).toEqual([
        "HiveClient.classify INTERNAL: outcome=cancelled submission=media",
        "  POST CLIENT: may_be_billed=true outcome=cancelled will_retry=false",
      ]);
    },
  );

  it("of a call without a connection have the error network", async () => {
    const sdk = memorySdk();
    const { hive } = clientOf(sdk, [], {
      retry: false,
      fetch: async () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
    });
    const error: unknown = await hive.classify(media).catch((thrown: unknown) => thrown);
    const message = error instanceof Error ? error.message : "";
    expect(sdk.tree()).toEqual([
      `HiveClient.classify INTERNAL ERROR "${message}": error.type=network outcome=failed submission=media`,
      `  POST CLIENT ERROR "${message}": error.type=network may_be_billed=false outcome=failed will_retry=false`,
    ]);
  });

  it.each(["", "e", "The picture is blurred."])("have no message from Hive, such as %o", async (message) => {
    const sdk = memorySdk();
    const answer = (): Response => Response.json({ message }, { status: 500 });
    await expect(clientOf(sdk, [answer], { retry: false }).hive.classify(media)).rejects.toThrow();
    const shown = message === "" ? "" : " ([omitted])";
    expect(sdk.tree()[0]).toContain(`"Hive responded with HTTP 500${shown}."`);
  });

  it("keep the message of an error whose message from Hive is empty", async () => {
    const sdk = memorySdk();
    const error = new HiveHttpError("The proxy failed.", { status: 500, hiveMessage: "" });
    const { hive } = clientOf(sdk, [], { retry: false, fetch: async () => Promise.reject(error) });
    await expect(hive.classify(media)).rejects.toBe(error);
    expect(sdk.tree()[0]).toContain('"The proxy failed."');
  });

  it("of a call with invalid options have no attempt", async () => {
    const sdk = memorySdk();
    const { hive } = clientOf(sdk, []);
    await expect(hive.classify(media, { timeoutMs: 0 })).rejects.toThrow();
    await expect(hive.classify({ url: "https://user:SECRET@media.example/" })).rejects.toThrow();
    expect(sdk.tree().map((line) => line.replace(/".*"/, ""))).toEqual([
      "HiveClient.classify INTERNAL ERROR : error.type=config outcome=failed submission=media",
      "HiveClient.classify INTERNAL ERROR : error.type=input outcome=failed submission=url",
    ]);
  });

  it("of a stream have an event for the first frame", async () => {
    const sdk = memorySdk();
    for await (const frame of clientOf(sdk, []).hive.frames(media)) expect(frame.evaluated).toBe(true);
    expect(sdk.tree()).toEqual([
      "HiveClient.frames INTERNAL [hivekit.first_frame]: charge_usd=0.018 frame_count=3 outcome=done submission=media",
      "  POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
  });

  it("of a stream that the consumer closes early are not errors", async () => {
    const sdk = memorySdk();
    const part = video().slice(0, 920);
    for await (const _frame of clientOf(sdk, [() => new Response(bodyOf([part, null]))]).hive.frames(media))
      break;
    expect(sdk.tree()).toEqual([
      "HiveClient.frames INTERNAL [hivekit.first_frame]: frame_count=2 outcome=cancelled submission=media",
      "  POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
  });

  it("of a stream that is interrupted have an error at the call only", async () => {
    const sdk = memorySdk();
    const part = video().slice(0, 920);
    const { hive } = clientOf(sdk, [() => new Response(bodyOf([part, new TypeError("terminated")]))]);
    await expect(hive.frames(media).summary()).rejects.toThrow();
    expect(sdk.tree().map((line) => line.replace(/".*"/, ""))).toEqual([
      "HiveClient.frames INTERNAL ERROR  [hivekit.first_frame]: error.type=network frame_count=2 outcome=failed submission=media",
      "  POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
  });

  describe("of an asynchronous task", () => {
    // The delays between polls.
    beforeEach(() => {
      vi.useFakeTimers();
      vi.setTimerTickMode("nextTimerAsync");
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it("are one for the submission, and one for the wait with all its polls", async () => {
      const sdk = memorySdk();
      const result = (): Response => new Response(JSON.stringify(readFixture("v2/text")));
      const answers = [() => Response.json({ task_id: "t" }), status(503), pending, result];
      const { hive } = clientOf(sdk, answers, { api: "v2" });
      const tracer = sdk.tracerProvider.getTracer("app");
      await tracer.startActiveSpan("upload", async (span) => {
        const handle = await hive.submit({ text: "SECRET" });
        await handle.wait();
        span.end();
      });
      expect(sdk.tree().map((line) => line.replace(/frame_count=\d+|charge_usd=\S+/g, "?"))).toEqual([
        "upload INTERNAL: ",
        "  HiveClient.submit INTERNAL: outcome=done submission=text",
        "    POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
        "  HiveClient.wait INTERNAL [hivekit.first_frame]: ? ? outcome=done",
        "    GET CLIENT ERROR: error.reason=unavailable error.type=503 http.response.status_code=503 may_be_billed=false outcome=failed will_retry=false",
        "    GET CLIENT: http.response.status_code=200 may_be_billed=false outcome=done will_retry=false",
        "    GET CLIENT: http.response.status_code=200 may_be_billed=false outcome=done will_retry=false",
      ]);
      const urls = sdk.spans().map(({ attributes }) => attributes["url.full"]);
      expect(urls).toContain("https://api.thehive.ai/api/v2/task");
    });
  });

  it("of a judgment contain those of its questions", async () => {
    const sdk = memorySdk();
    const { vlm } = modelOf(answerAll(false), { telemetry: sdk.telemetry });
    await vlm.judge({ text: "SECRET", url: "https://media.example/a.jpg?sig=QUERYMARK" }, RULES);
    const tokens = "gen_ai.usage.input_tokens=300 gen_ai.usage.output_tokens=12";
    const model = "gen_ai.request.model=hive/vision-language-model";
    expect(sdk.tree()).toEqual([
      "HiveVlm.judge INTERNAL: model=hive/vision-language-model outcome=done submission=url",
      `  chat hive/vision-language-model CLIENT: ${model} ${tokens} model=hive/vision-language-model outcome=done submission=url`,
      "    POST CLIENT: http.response.status_code=200 may_be_billed=true outcome=done will_retry=false",
    ]);
    const question = sdk.spans().find(({ name }) => name.startsWith("chat"));
    expect(question?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "hive",
    });
  });

  it("of an unusable answer have its tokens", async () => {
    const sdk = memorySdk();
    const { vlm } = modelOf(() => Response.json(chatBody("SECRET")), { telemetry: sdk.telemetry });
    const schema = { jsonSchema: { type: "object" }, parse: (value: unknown) => value };
    await expect(vlm.ask({ prompt: "SECRET", schema })).rejects.toThrow();
    expect(sdk.tree()[0]).toMatch(/^chat .* CLIENT ERROR ".*": error.type=decode .*input_tokens=300/);
  });

  it("are those of the active span, and fetch runs inside the attempt", async () => {
    const sdk = memorySdk();
    const tracer = sdk.tracerProvider.getTracer("app");
    const inside = (name: string): void => tracer.startSpan(name).end();
    const { hive } = clientOf(
      sdk,
      [
        () => {
          inside("fetch");
          return ok();
        },
      ],
      {
        apiKey: async () => {
          inside("key");
          return "test-key-SECRET";
        },
      },
    );
    await tracer.startActiveSpan("request", async (span) => {
      const open = (): Uint8Array => {
        inside("media");
        return JPEG;
      };
      await hive.classify({ media: open });
      inside("after");
      span.end();
    });
    const shown = sdk.tree().map((line) => line.replace(/ (?:INTERNAL|CLIENT).*/, ""));
    expect(shown.filter((line) => !/key|media/.test(line))).toEqual([
      "request",
      "  HiveClient.classify",
      "    POST",
      "      fetch",
      "  after",
    ]);
    expect(shown.filter((line) => /key|media/.test(line)).toSorted()).toEqual(["    key", "    media"]);
  });

  it("have the attributes of the user, which do not replace those of Hivekit", async () => {
    const sdk = memorySdk({ attributes: { "app.project": "avatars", "hivekit.api": "none" } });
    await clientOf(sdk, []).hive.classify(media);
    const attributes = sdk.spans().map((span) => span.attributes);
    expect(attributes.map((one) => one["app.project"])).toEqual(["avatars", "avatars"]);
    expect(attributes[1]?.["hivekit.api"]).toBe("v1");
  });
});

describe("the name of a project", () => {
  it("is an attribute of its calls and verdicts", async () => {
    const sdk = memorySdk();
    const project = "avatars";
    const named: HiveTelemetry = {
      startCall: (name, call) => sdk.telemetry.startCall(name, { ...call, project }),
    };
    const { vlm } = modelOf(() => ({}), { telemetry: named });
    await vlm.ask({ prompt: "SECRET" });
    sdk.telemetry.recordVerdict?.(
      { decision: "allow", tags: [], unknownTags: [] },
      { source: "upload", project },
    );
    const call = sdk.spans().at(-1);
    expect(call?.attributes["hivekit.project"]).toBe("avatars");
    const metrics = [
      "hivekit.client.operation.duration",
      "hivekit.client.attempts",
      "hivekit.verdicts",
      "gen_ai.client.token.usage",
    ];
    for (const metric of metrics) {
      const points = await sdk.points(metric);
      expect(points).not.toEqual([]);
      expect(points.every((point) => point.includes("project=avatars"))).toBe(true);
    }
  });
});

describe("the metrics", () => {
  it("count calls, charges, frames and attempts", async () => {
    const sdk = memorySdk();
    const { hive } = clientOf(sdk, [ok, status(503), ok, status(504)], {
      retry: { limit: 1, minDelayMs: 0 },
    });
    await hive.classify(media);
    await hive.classify(media);
    await expect(hive.classify(media)).rejects.toThrow();
    expect(await sdk.points("hivekit.client.operation.duration")).toEqual([
      "outcome=done = 2",
      "error.reason=gateway_timeout error.type=http outcome=failed = 1",
    ]);
    expect(await sdk.points("hivekit.client.charge")).toEqual([" = 0.036"]);
    expect(await sdk.points("hivekit.client.frames")).toEqual([" = 6"]);
    expect(await sdk.points("hivekit.client.attempts")).toEqual([
      "http.response.status_code=200 may_be_billed=true outcome=done will_retry=false = 2",
      "error.reason=unavailable error.type=503 http.response.status_code=503 may_be_billed=false outcome=failed will_retry=true = 1",
      "error.reason=gateway_timeout error.type=504 http.response.status_code=504 may_be_billed=true outcome=failed will_retry=false = 1",
    ]);
  });

  it("count verdicts by decision and source, and tokens by type", async () => {
    const sdk = memorySdk();
    const { vlm } = modelOf(answerAll(true), { telemetry: sdk.telemetry });
    const judge = async ({ text }: { readonly text?: string | undefined }) => vlm.judge({ text }, RULES);
    const members = { rules: { judge, takes: "text" as const } };
    await createPanel({ members, telemetry: sdk.telemetry }).judge({ text: "SECRET" });
    sdk.telemetry.recordVerdict?.({ decision: "unknown", tags: [], unknownTags: [] }, { source: "policy" });
    expect((await sdk.points("hivekit.verdicts")).toSorted()).toEqual([
      "verdict.decision=block verdict.source=panel = 1",
      "verdict.decision=block verdict.source=vlm = 1",
      "verdict.decision=unknown verdict.source=policy = 1",
    ]);
    const model = "gen_ai.request.model=hive/vision-language-model";
    expect(await sdk.points("gen_ai.client.token.usage")).toEqual([
      `${model} gen_ai.token.type=input = 1`,
      `${model} gen_ai.token.type=output = 1`,
    ]);
  });
});

describe("the trace context", () => {
  const propagator = {
    fields: () => ["traceparent"],
    extract: (given: ReturnType<typeof context.active>) => given,
    inject: (
      given: ReturnType<typeof context.active>,
      carrier: unknown,
      setter: { set: (carrier: unknown, key: string, value: string) => void },
    ) => {
      setter.set(carrier, "traceparent", trace.getSpanContext(given)?.spanId ?? "");
      if (propagation.getBaggage(given) !== undefined) setter.set(carrier, "baggage", "SECRET");
    },
  };
  beforeAll(() => {
    propagation.setGlobalPropagator(propagator);
  });
  afterAll(() => {
    propagation.disable();
  });

  it.each([true, false, undefined])("is sent without baggage if propagate is %s", async (propagate) => {
    const sdk = memorySdk({ propagate });
    const { hive, seen } = clientOf(sdk, []);
    const baggage = propagation.createBaggage({ user: { value: "SECRET" } });
    await context.with(propagation.setBaggage(context.active(), baggage), async () => hive.classify(media));
    const headers = seen[0]?.request.headers;
    const sent = propagate === true ? (sdk.spans()[0]?.spanContext().spanId ?? "no span") : null;
    expect([headers?.get("traceparent"), headers?.get("baggage")]).toEqual([sent, null]);
  });
});

describe("openTelemetry", () => {
  it("works without an SDK", async () => {
    const { fetch } = fakeFetch(ok);
    const telemetry = openTelemetry();
    const hive = new HiveClient({ apiKey: "test-key-SECRET", fetch, telemetry });
    expect((await hive.classify(media)).results).toHaveLength(1);
    telemetry.recordVerdict?.({ decision: "allow", tags: [], unknownTags: [] }, { source: "policy" });
  });

  it("takes a tracer and a meter", async () => {
    const sdk = memorySdk();
    const { fetch } = fakeFetch(ok);
    const tracer = sdk.tracerProvider.getTracer("own");
    const meter = sdk.meterProvider.getMeter("own");
    const hive = new HiveClient({
      apiKey: "test-key-SECRET",
      fetch,
      telemetry: openTelemetry({ tracer, meter }),
    });
    await hive.classify(media);
    expect(sdk.spans()).toHaveLength(2);
    expect(await sdk.points("hivekit.client.frames")).toEqual([" = 3"]);
  });

  it.each<[string, unknown, string]>([
    ["a string", "SECRET", "options must be a plain object"],
    ["an unknown option", { sampler: 1 }, "sampler is unknown"],
    ["an invalid tracer", { tracer: {} }, "tracer must be a tracer with the method startSpan"],
    [
      "an invalid provider",
      { meterProvider: {} },
      "meterProvider must be a provider with the method getMeter",
    ],
    ["an invalid attribute", { attributes: { a: { b: 1 } } }, "attributes must be a plain object of strings"],
    [
      "a tracer and a provider",
      { tracer: trace.getTracer("a"), tracerProvider: trace },
      "cannot be combined with tracer",
    ],
  ])("rejects %s", (_name, options, message) => {
    // @ts-expect-error -- invalid options
    expect(() => openTelemetry(options)).toThrow(HiveConfigError);
    // @ts-expect-error -- invalid options
    expect(() => openTelemetry(options)).toThrow(message);
  });
});
