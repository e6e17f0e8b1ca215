import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { HiveClient } from "../src/index.ts";
import type { HiveClientOptions, HiveTelemetry } from "../src/index.ts";
import { openTelemetry } from "../src/opentelemetry.ts";
import { createPanel } from "../src/panel.ts";
import type { Verdict } from "../src/policy.ts";
import { definePromptPolicy } from "../src/vlm.ts";
import { answerAll, chatBody, modelOf } from "./chat-replies.ts";
import { bodyOf, fakeFetch } from "./fake-fetch.ts";
import { readFixture } from "./read-fixture.ts";

/** Every secret contains this word. Polls do not know what was submitted, so their errors may contain it. */
const MARK = "leakword";
const KEY = `${MARK}-key`;
const TEXT = `${MARK} submitted text that is long enough to be quoted`;
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`${MARK} media`.repeat(9))]);
const URLS = [`https://media.example/a.jpg?sig=${MARK}#${MARK}`];
/** The word as text, as base64 at each alignment, and as hex. */
const SPELLINGS = [
  MARK,
  ...["", "a", "aa"].map((before) => Buffer.from(`${before}${MARK}`).toString("base64").slice(4, 10)),
  Buffer.from(MARK).toString("hex"),
];

type Receiver = {
  readonly url: string;
  /** Everything that was exported, as it arrived. */
  readonly received: { readonly path: string; readonly body: Buffer }[];
  readonly close: () => Promise<void>;
};

async function startReceiver(): Promise<Receiver> {
  const received: Receiver["received"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", body: Buffer.concat(chunks) });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}`,
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Exports only when it is flushed, so that tests with fake timers do not affect the exporter. */
function exportOnFlush(exporter: SpanExporter): SpanProcessor {
  let ended: ReadableSpan[] = [];
  return {
    onStart: () => {},
    onEnd: (span) => ended.push(span),
    shutdown: async () => exporter.shutdown(),
    forceFlush: async () => {
      const spans = ended;
      ended = [];
      if (spans.length === 0) return;
      await new Promise<void>((resolve, reject) => {
        exporter.export(spans, ({ error }) => (error === undefined ? resolve() : reject(error)));
      });
    },
  };
}

let receiver: Receiver;
let tracerProvider: TracerProvider;
let meterProvider: MeterProvider;
let telemetry: HiveTelemetry;

beforeAll(async () => {
  receiver = await startReceiver();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const spans = new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` });
  tracerProvider = new TracerProvider({ spanProcessors: [exportOnFlush(spans)] });
  const metrics = new OTLPMetricExporter({ url: `${receiver.url}/v1/metrics` });
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 1_000_000 });
  meterProvider = new MeterProvider({ readers: [reader] });
  telemetry = openTelemetry({ tracerProvider, meterProvider, propagate: true });
});
afterAll(async () => {
  await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  context.disable();
  await receiver.close();
});
afterEach(() => {
  vi.useRealTimers();
  receiver.received.length = 0;
});

/** Exports everything, and returns it as text: bytes as Latin-1, so that nothing is lost. */
async function exportAll(): Promise<{ readonly traces: string; readonly metrics: string }> {
  await Promise.all([tracerProvider.forceFlush(), meterProvider.forceFlush()]);
  const textOf = (path: string): string =>
    receiver.received
      .filter((one) => one.path === path)
      .map(({ body }) => body.toString("latin1"))
      .join("\n");
  return { traces: textOf("/v1/traces"), metrics: textOf("/v1/metrics") };
}

function findLeaks(exported: string): readonly string[] {
  return SPELLINGS.filter((spelling) => exported.includes(spelling));
}

function clientOf(
  respond: (request: Request) => Response | Promise<Response>,
  options: HiveClientOptions = {},
): HiveClient {
  const { fetch } = fakeFetch(respond);
  return new HiveClient({ apiKey: KEY, fetch, retry: { limit: 1, minDelayMs: 0 }, telemetry, ...options });
}

/** The submissions of all kinds, for the generation that accepts them. */
const SUBMISSIONS = [
  { api: "v1", submission: { media: JPEG, filename: `${MARK}.jpg`, text: TEXT } },
  { api: "v1", submission: { url: URLS[0] ?? "", text: TEXT } },
  { api: "v2", submission: { text: TEXT } },
  { api: "v3", submission: { text: TEXT }, model: "hive/text-moderation" },
] as const;

/** A response that repeats the secrets. */
const ECHO = {
  message: `Failed for ${KEY}: ${TEXT} ${URLS[0]} ${JPEG.toString("base64")}`,
  error: TEXT,
  return_code: 400,
};
const hits = (): unknown => {
  const reply = JSON.stringify(readFixture("v2/text"));
  return JSON.parse(reply.replace(/"value":"[^"]*"/g, `"value":"${MARK} hit"`));
};

type Respond = (request: Request) => Response | Promise<Response>;
const FAILURES: readonly {
  readonly name: string;
  readonly respond: Respond;
  readonly options?: HiveClientOptions;
}[] = [
  { name: "a status with an echo", respond: () => Response.json(ECHO, { status: 400 }) },
  { name: "rejections with an echo", respond: () => Response.json(ECHO, { status: 503 }) },
  { name: "an unknown outcome", respond: () => Response.json(ECHO, { status: 504 }) },
  { name: "a failure with HTTP 200", respond: () => Response.json(ECHO) },
  { name: "HTML", respond: () => new Response(`<html>${TEXT}`) },
  { name: "a body that is cut off", respond: () => new Response(`{"status":[{"response":"${TEXT}`) },
  {
    name: "a connection that breaks",
    respond: async () => Promise.reject(new TypeError(`failed for ${TEXT}`, { cause: new Error(KEY) })),
  },
  {
    name: "a body that breaks",
    respond: () => new Response(bodyOf(["{", new TypeError(`terminated: ${TEXT}`)])),
  },
  {
    name: "a redirect",
    respond: () =>
      new Response(null, { status: 302, headers: { location: `https://evil.example/?${MARK}` } }),
  },
  { name: "a timeout", respond: async () => new Promise(() => {}), options: { timeoutMs: 5 } },
  { name: "a result with hits", respond: () => Response.json(hits()) },
  {
    name: "an API key that cannot be read",
    respond: () => new Response(),
    options: { apiKey: async () => Promise.reject(new Error(`no access with ${KEY}`)) },
  },
];

describe("nothing exported contains a secret", () => {
  it.each(FAILURES)("after $name", async ({ respond, options = {} }) => {
    for (const { api, submission, ...model } of SUBMISSIONS) {
      const hive = clientOf(respond, { api, ...model, ...options });
      const metadata = api === "v2" ? { metadata: `${MARK} metadata` } : {};
      await Promise.allSettled([
        hive.classify(submission, metadata),
        hive.frames(submission, metadata).summary(),
        hive.submit(submission, { callbackUrl: `https://me.example/hook/${MARK}?t=${MARK}`, ...metadata }),
        hive.task("t"),
      ]);
    }
    const { traces, metrics } = await exportAll();
    expect(findLeaks(traces + metrics)).toEqual([]);
    expect(traces).toContain("HiveClient.classify");
    expect(metrics).toContain("hivekit.client.attempts");
  });

  it("after a wait that ends with an abort, and one with an echo", async () => {
    vi.useFakeTimers();
    vi.setTimerTickMode("nextTimerAsync");
    const controller = new AbortController();
    const hive = clientOf(
      () => {
        controller.abort(new Error(`stop ${TEXT}`));
        return Response.json({ ...ECHO, id: "t", status: [] });
      },
      { api: "v2" },
    );
    const options = { signal: controller.signal };
    await Promise.allSettled([hive.wait("t", options)]);
    await Promise.allSettled([hive.wait("t"), hive.taskFrames("t").summary()]);
    vi.useRealTimers();
    const { traces, metrics } = await exportAll();
    expect(findLeaks(traces + metrics)).toEqual([]);
    expect(traces).toContain("HiveClient.wait");
  });

  it("after calls with invalid options and submissions", async () => {
    const hive = clientOf(() => new Response(), { api: "v3" });
    const invalid: readonly unknown[] = [
      { url: `https://${MARK}:${MARK}@media.example/` },
      { url: MARK },
      { text: "" },
      { media: MARK },
      MARK,
    ];
    for (const submission of invalid) {
      // @ts-expect-error -- invalid submissions
      await expect(hive.classify(submission, { model: `${MARK} model` })).rejects.toThrow();
      // @ts-expect-error -- invalid submissions
      await expect(hive.classify(submission, { model: "hive/text" })).rejects.toThrow();
    }
    await expect(hive.task(MARK)).rejects.toThrow();
    const { traces, metrics } = await exportAll();
    expect(findLeaks(traces + metrics)).toEqual([]);
  });

  it("after questions and verdicts of the vision language model and a panel", async () => {
    const rules = definePromptPolicy({
      instructions: `${MARK} instructions`,
      categories: { sale: { description: `${MARK} description`, decision: "block" } },
      explain: true,
    });
    const item = { media: JPEG, text: TEXT };
    const explained = { explanation: `${MARK} explanation`, sale: true };
    const answers = [
      () => explained,
      answerAll(false),
      () => Response.json(chatBody(`${TEXT} is not JSON`)),
      () => Response.json(ECHO),
      () => Response.json(ECHO, { status: 500 }),
    ];
    for (const answer of answers) {
      const { vlm } = modelOf(answer, { apiKey: KEY, telemetry });
      const schema = { jsonSchema: { type: "object" }, parse: () => Promise.reject(new Error(TEXT)) };
      await Promise.allSettled([
        vlm.judge(item, rules),
        vlm.ask({ prompt: TEXT, url: URLS[0] ?? "" }),
        vlm.ask({ prompt: TEXT, media: JPEG, schema }),
      ]);
      const judge = async (): Promise<Verdict> => vlm.judge(item, rules);
      await createPanel({ members: { rules: { judge, takes: "both" } }, telemetry }).judge(item);
    }
    const { traces, metrics } = await exportAll();
    expect(findLeaks(traces + metrics)).toEqual([]);
    expect(traces).toContain("HiveVlm.judge");
    expect(metrics).toContain("hivekit.verdicts");
    expect(metrics).toContain("gen_ai.client.token.usage");
  });

  it("and the search finds a secret", async () => {
    tracerProvider
      .getTracer("app")
      .startSpan("leak", { attributes: { text: Buffer.from(TEXT).toString("base64") } })
      .end();
    expect(findLeaks((await exportAll()).traces)).not.toEqual([]);
  });
});
