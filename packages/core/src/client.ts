import { keyProvider } from "./api-key.ts";
import type { KeyProvider } from "./api-key.ts";
import { checkCallOptions, checkClientOptions, HIVE_BASE_URL } from "./client-options.ts";
import type { CallOptions, HiveClientOptions } from "./client-options.ts";
import { HiveConfigError } from "./error/hive-config-error.ts";
import type { FrameStream } from "./frames/frame-stream.ts";
import type { ReplyBody } from "./frames/reply-body.ts";
import { ReplyFrameStream } from "./frames/reply-frame-stream.ts";
import type { Protocol, RequestPlan } from "./protocol/protocol.ts";
import { v1Protocol } from "./protocol/v1/v1-protocol.ts";
import type { Task } from "./result/task.ts";
import { checkSubmission } from "./submission/check-submission.ts";
import type { CheckedSubmission } from "./submission/check-submission.ts";
import type { Submission } from "./submission/submission.ts";
import { openScope, whileAlive } from "./transport/call-scope.ts";
import { readJson } from "./transport/read-json.ts";
import { openResponseBody } from "./transport/response-body.ts";
import { send } from "./transport/send.ts";

const DEFAULT_TIMEOUT_MS = 300_000;
const DEFAULT_IDLE_TIMEOUT_MS = 60_000;

/**
 * A client for one Hive project: the key selects the project, and the project selects the model.
 *
 * Nothing is sent before a method is called. Each call submits anew, and is billed anew.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * const frames = hive.frames({ url: "http://127.0.0.1:9000/clip.mp4" });
 * for await (const frame of frames) console.log(frame.timeSeconds, frame.classes);
 * const { results } = await frames.summary();
 * console.log(results[0]?.chargeUsd);
 * ```
 */
export class HiveClient {
  readonly #options: HiveClientOptions;
  readonly #protocol: Protocol = v1Protocol;
  readonly #baseUrl: string;
  readonly #key: KeyProvider;

  /** @throws HiveConfigError if an option is unknown or out of its range, or there is no key. */
  constructor(options: HiveClientOptions = {}) {
    this.#options = { ...checkClientOptions(options) };
    this.#baseUrl = checkBaseUrl(options.baseUrl ?? HIVE_BASE_URL);
    this.#key = keyProvider(options, this.#baseUrl);
  }

  /**
   * Submits, and waits for the whole result.
   *
   * @returns the task; see {@link Task} for what an empty list in it means.
   * @throws HiveInputError before anything is sent, if the submission or an option cannot be sent.
   * @throws HiveHttpError if Hive answers with a status that is not 2xx.
   * @throws HiveTaskError if Hive answers 2xx and says that the task failed.
   * @throws HiveDecodeError if the answer is no reply of the API: such an answer is never a clean result.
   * @throws HiveTimeoutError if a limit passes.
   * @throws HiveNetworkError if the connection fails.
   * @throws the signal's own reason, if it is aborted.
   *
   * Source: Hive's v1 documentation, "POST /api/v1/tag/task" (read 2026-11-24).
   */
  async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    const checkedOptions = checkCallOptions(options);
    const checked = checkSubmission(submission);
    const plan = this.#protocol.plan(checked);
    const body = await this.#open(plan, { checked, options: checkedOptions, isStream: false });
    return this.#protocol.decodeTask(await readJson(body), body.secrets);
  }

  /**
   * Submits, and gives the frames of the result as their bytes arrive.
   *
   * Nothing is sent until the first frame, or the summary, is asked for. Whether Hive sends frames before all are done is not
   * known; the first one is there without waiting for the last in any case.
   *
   * @returns the frames, for one consumer. All errors, those of {@link HiveClient.classify}, arrive there.
   */
  frames(submission: Submission, options: CallOptions = {}): FrameStream {
    return new ReplyFrameStream({
      protocol: this.#protocol,
      open: async (signal) => {
        const checkedOptions = checkCallOptions(options);
        const checked = checkSubmission(submission);
        const plan = this.#protocol.plan(checked);
        return this.#open(plan, { checked, options: checkedOptions, isStream: true, signal });
      },
    });
  }

  async #open(
    plan: RequestPlan,
    call: {
      readonly checked: CheckedSubmission;
      readonly options: CallOptions;
      /** Whether the deadline ends with the first byte of the body. */
      readonly isStream: boolean;
      readonly signal?: AbortSignal;
    },
  ): Promise<ReplyBody> {
    const { options } = call;
    const scope = openScope({
      timeoutMs: options.timeoutMs ?? this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signals: [options.signal, call.signal],
    });
    try {
      scope.signal.throwIfAborted();
      const apiKey = await whileAlive(scope.signal, this.#key());
      const secrets = secretsOf(call.checked, apiKey);
      const response = await send(plan, {
        protocol: this.#protocol,
        baseUrl: this.#baseUrl,
        apiKey,
        headers: { ...this.#options.headers, ...options.headers },
        // Looked up at each call and called without a receiver: workerd wants both.
        fetch: this.#options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
        scope,
        secrets,
      });
      return openResponseBody(response, {
        scope,
        idleTimeoutMs: options.idleTimeoutMs ?? this.#options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
        origin: new URL(this.#baseUrl).origin,
        secrets,
        onFirstPiece: () => {
          if (call.isStream && options.timeoutMs === undefined) scope.liftDeadline();
        },
      });
    } catch (error) {
      scope.close();
      throw error;
    }
  }
}

function secretsOf(checked: CheckedSubmission, apiKey: string | null): readonly string[] {
  const secrets = checked.kind === "url" ? [checked.url] : [];
  if (apiKey !== null) secrets.push(apiKey);
  if (checked.text !== null) secrets.push(checked.text);
  return secrets;
}

/** @returns the address without a slash at its end. */
function checkBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new HiveConfigError("baseUrl is no http or https address.", { option: "baseUrl" });
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new HiveConfigError("baseUrl must have no query, fragment or user info.", { option: "baseUrl" });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
