import { CHAT_ENDPOINT, planChat } from "../protocol/chat/plan-chat.ts";
import { decodeChat } from "../protocol/chat/decode-chat.ts";
import type { TokenUsage } from "../result/token-usage.ts";
import { canReopen } from "../submission/upload.ts";
import type { CallTrace } from "../transport/call-trace.ts";
import { openScope } from "../transport/call-scope.ts";
import { Connection, DEFAULT_TIMEOUT_MS } from "../transport/connection.ts";
import { createKeyProvider } from "../transport/api-key.ts";
import { checkBaseUrl, HIVE_BASE_URL } from "../transport/base-url.ts";
import { systemClock } from "../transport/clock.ts";
import { encodeJsonBody } from "../transport/json-body.ts";
import { readJson } from "../transport/read-json.ts";
import type { HiveTelemetry } from "../transport/telemetry.ts";
import type { Answer } from "./answer.ts";
import type { CheckedQuestion } from "./check-question.ts";
import { readImageUri } from "./read-image.ts";
import { readAnswer } from "./read-answer.ts";
import type { AskOptions, HiveVlmOptions } from "./vlm-options.ts";

const DEFAULT_MODEL = "hive/vision-language-model";
/** The documented limit for base64 in other models of v3: 20 MB. */
const MEDIA_BYTES = 20 * 1024 * 1024;
const REPLY_BYTES = 16 * 1024 * 1024;

/** Asks the model one question. The trace is that of the call, if it has started. */
export type AskModel = <Value>(
  question: CheckedQuestion<Value>,
  options: AskOptions,
  trace?: CallTrace,
) => Promise<Answer<Value>>;

/** A connection to the model, with the settings that a judgment needs. */
export type ConnectedModel = {
  readonly ask: AskModel;
  /** Starts the trace of a call, if there is telemetry. */
  readonly startTrace: Connection["startTrace"];
  readonly telemetry: HiveTelemetry | undefined;
  /** The maximum size of an image, in bytes; `null` for no limit. */
  readonly maxMediaBytes: number | null;
  /** The deadline of a call, in milliseconds, unless it has its own. */
  readonly timeoutMs: number;
};

/**
 * Connects to the model.
 *
 * @throws HiveConfigError if the API key is missing or the base URL is invalid.
 */
export function connectModel(client: HiveVlmOptions): ConnectedModel {
  const { model = DEFAULT_MODEL, limits = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = client;
  const baseUrl = checkBaseUrl(client.baseUrl ?? HIVE_BASE_URL);
  const connection = new Connection({
    ...client,
    model,
    endpoint: CHAT_ENDPOINT,
    encode: encodeJsonBody,
    baseUrl,
    key: createKeyProvider(client, baseUrl),
    clock: systemClock,
  });
  const { mediaBytes: maxMediaBytes = MEDIA_BYTES, replyBytes = REPLY_BYTES } = limits;
  const startTrace: ConnectedModel["startTrace"] = (name, options, submission) =>
    connection.startTrace(name, options, submission);
  /** Starts the trace of a question of `judge`. */
  const traceOf = (question: CheckedQuestion<unknown>, options: AskOptions): CallTrace | undefined =>
    client.telemetry && connection.startTrace("ask", options, toSubmission(question));
  const ask: AskModel = async (question, options, trace = traceOf(question, options)) => {
    const startedMs = performance.now();
    const { prompt, media, text, schema, maxTokens, secrets } = question;
    /** Set when Hive has answered. */
    let usage: TokenUsage | undefined;
    try {
      const plan = planChat({
        model: options.model ?? model,
        prompt,
        media,
        text,
        jsonSchema: schema.jsonSchema,
        maxTokens,
        params: options.params ?? {},
        readImage: readImageUri,
      });
      const canBeSentAgain = media.every((one) => one.kind !== "upload" || canReopen(one.upload));
      const body = await connection.open(
        { plan, settings: options, secrets, canReopen: canBeSentAgain, maxMediaBytes },
        trace,
      );
      const raw = await readJson(body, { replyBytes, advice: "raise it, or lower maxTokens" });
      const reply = decodeChat(raw, body.secrets);
      ({ usage } = reply);
      const isPerFrame = media.some((one) => one.kind === "video" && one.scope === "perFrame");
      // The caller's validation may be asynchronous and may never end. The deadline is that of the complete call.
      const scope = openScope({
        timeoutMs: options.timeoutMs ?? timeoutMs,
        startedMs,
        signals: [options.signal],
      });
      scope.mayBeBilled = true;
      const answer = await scope
        .race(readAnswer(reply, { raw, schema, maxTokens, isPerFrame }))
        .finally(() => scope.close());
      trace?.end({ usage });
      return answer;
    } catch (error) {
      trace?.end({ error, usage });
      throw error;
    }
  };
  return { ask, startTrace, telemetry: client.telemetry, maxMediaBytes, timeoutMs };
}

/** Returns a question in the form in which callers write it, as far as telemetry describes it. */
function toSubmission({ media: [first], text }: CheckedQuestion<unknown>): object {
  if (first === undefined) return { text };
  // The images of a judgment are already data URIs.
  return first.kind === "upload" || first.url.startsWith("data:") ? { media: first } : { url: first.url };
}
