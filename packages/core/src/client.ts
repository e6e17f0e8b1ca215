import { Connection } from "./transport/connection.ts";
import type { ConnectionRequest } from "./transport/connection.ts";
import type { CallOptions, SubmitOptions, TaskOptions } from "./call-options.ts";
import {
  checkCallOptions,
  checkClientOptions,
  checkSubmitOptions,
  checkTaskOptions,
} from "./check-options.ts";
import type { HiveClientOptions } from "./client-options.ts";
import { HiveConfigError } from "./error/hive-config-error.ts";
import { HiveInputError } from "./error/hive-input-error.ts";
import { collectTask } from "./frames/collect-task.ts";
import type { FrameStream } from "./frames/frame-stream.ts";
import { ReplyFrameStream } from "./frames/reply-frame-stream.ts";
import { prepareSubmission } from "./prepare-submission.ts";
import type { PageOfFrames, Protocol } from "./protocol/protocol.ts";
import { refuseExtras } from "./protocol/refuse-extras.ts";
import { decodeAcknowledgement } from "./protocol/reply/decode-acknowledgement.ts";
import { decodeTask } from "./protocol/reply/decode-task.ts";
import { v1Protocol } from "./protocol/v1/v1-protocol.ts";
import { v2Protocol } from "./protocol/v2/v2-protocol.ts";
import { v3Protocol } from "./protocol/v3/v3-protocol.ts";
import type { Task } from "./result/task.ts";
import type { Submission } from "./submission/submission.ts";
import type { TaskHandle } from "./task-handle.ts";
import { keyProvider } from "./transport/api-key.ts";
import { checkBaseUrl, HIVE_BASE_URL } from "./transport/base-url.ts";
import { systemClock } from "./transport/clock.ts";
import { readJson } from "./transport/read-json.ts";
import { decodeLook } from "./transport/task-look.ts";
import type { TaskLook } from "./transport/task-look.ts";
import { TaskPages } from "./transport/task-pages.ts";

const DEFAULT_TIMEOUT_MS = 300_000;
const DEFAULT_IDLE_TIMEOUT_MS = 60_000;
const DEFAULT_WAIT_MS = 30 * 60_000;
/** How many frames Hive puts on a page unless asked otherwise. */
const PAGE_FRAMES = 200;

const PROTOCOLS = { v1: v1Protocol, v2: v2Protocol, v3: v3Protocol } as const;

/**
 * A client for one Hive project: the key selects the project, and the project selects the model; in v3 the model is named.
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
  readonly #protocol: Protocol;
  readonly #connection: Connection;

  /** @throws HiveConfigError if an option is unknown or out of its range, or there is no key. */
  constructor(options: HiveClientOptions = {}) {
    checkClientOptions(options);
    this.#options = { ...options };
    this.#protocol = PROTOCOLS[options.api ?? "v1"];
    if (options.model !== undefined && this.#protocol.api !== "v3") {
      throw new HiveConfigError("The client option model needs api v3.", {
        option: "model",
      });
    }
    const baseUrl = checkBaseUrl(options.baseUrl ?? HIVE_BASE_URL);
    this.#connection = new Connection({
      protocol: this.#protocol,
      baseUrl,
      key: keyProvider(options, baseUrl),
      headers: { ...options.headers },
      fetch: options.fetch ?? null,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      idleTimeoutMs: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
      retry: options.retry,
      logger: options.logger ?? null,
      onAttempt: options.onAttempt,
      clock: systemClock,
    });
  }

  /**
   * Submits, and waits for the whole result.
   *
   * @returns the task; see {@link Task} for what an empty list in it means.
   * @throws HiveInputError before anything is sent, if the submission or an option cannot be sent.
   * @throws HiveHttpError if Hive answers with a status that is not 2xx; 405 is `insufficient_balance`, the balance is used up.
   * @throws HiveTaskError if Hive answers 2xx and says that the task failed.
   * @throws HiveDecodeError if the answer is no reply of the API: such an answer is never a clean result.
   * @throws HiveTimeoutError if a limit passes.
   * @throws HiveNetworkError if the connection fails.
   * @throws the signal's own reason, if it is aborted.
   *
   * Source: Hive's v1 documentation, "POST /api/v1/tag/task"; docs.thehive.ai for v2 and v3 (read 2026-11-24).
   */
  async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    const body = await this.#connection.open({ ...this.#prepare(submission, options), isStream: false });
    const json = await readJson(body, this.#options.limits);
    return decodeTask(this.#protocol.replies, json, { secrets: body.secrets });
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
      format: this.#protocol.replies,
      limits: this.#options.limits,
      after: () => "none",
      open: async (signal) =>
        this.#connection.open({ ...this.#prepare(submission, options), isStream: true, signal }),
    });
  }

  /**
   * Submits for later: Hive answers at once, and works on. For long videos, large numbers, and projects with manual review.
   *
   * @returns the task's id, and ways to its result. With `callbackUrl`, Hive also posts the result there.
   * @throws HiveConfigError with v1 and v3, which have no such endpoint.
   * @throws the errors of {@link HiveClient.classify}; a HiveDecodeError if Hive's answer holds no id: the task may be running, and
   * be billed, all the same.
   *
   * Source: https://docs.thehive.ai/reference/submit-a-task-asynchronously (read 2026-11-24).
   */
  async submit(submission: Submission, options: SubmitOptions = {}): Promise<TaskHandle> {
    checkSubmitOptions(options);
    const { callbackUrl: given, ...callOptions } = options;
    const callbackUrl = given === undefined ? null : String(given);
    const request = this.#prepare(submission, callOptions, (checked, extras) =>
      this.#protocol.planLater(checked, { ...extras, callbackUrl }),
    );
    // Whoever knows the address can post results of his own making.
    const secrets = callbackUrl === null ? request.secrets : [...request.secrets, callbackUrl];
    const body = await this.#connection.open({ ...request, secrets, isStream: false });
    const id = decodeAcknowledgement(await readJson(body), body.secrets);
    return {
      id,
      wait: (waitOptions) => this.#wait(id, waitOptions, secrets),
      frames: (waitOptions) => this.#taskFrames(id, waitOptions, secrets),
    };
  }

  /**
   * Looks at a task once. Costs nothing.
   *
   * @param id - As {@link HiveClient.submit} gave it, or as it stands in a task.
   * @returns `pending` for a 2xx answer that has neither a result nor an error; else the task with one page of its frames.
   * @throws HiveConfigError with v3, which has no such endpoint.
   * @throws the errors of {@link HiveClient.classify}.
   *
   * Source: Hive's Postman collection, "Task Summary" (2020, v1); the same route in v2 is third party. See docs/discoveries.md.
   */
  async task(id: string, options: TaskOptions = {}): Promise<TaskLook> {
    checkTaskOptions(options);
    const { frameLimit = PAGE_FRAMES, frameOffset = 0, ...callOptions } = options;
    const page = { frameLimit, frameOffset };
    const body = await this.#connection.open({ ...this.#planLook(id, page, callOptions), isStream: false });
    const json = await readJson(body, this.#options.limits);
    return decodeLook(this.#protocol.replies, json, { page, secrets: body.secrets });
  }

  /**
   * Waits for a task that was submitted earlier: looks at it after 1 s, then after pauses that grow to 30 s.
   *
   * A look that fails with what may pass by itself does not end the wait, but more than ten in a row do. `retry` is not
   * about looks: looking again is what the wait does.
   *
   * @param options - `timeoutMs` is the deadline of the whole wait, 30 minutes by default; each look has the client's.
   * @returns the task with all its frames, also in `raw`, however many pages they came in.
   * @throws HiveConfigError with v3. Else the errors of {@link HiveClient.task}.
   */
  async wait(id: string, options?: CallOptions): Promise<Task> {
    return this.#wait(id, options);
  }

  /**
   * Waits for a task as {@link HiveClient.wait} does, and gives its frames page by page, as they are asked for. This is how the
   * results of long videos arrive in v2.
   *
   * @param options - `timeoutMs`: if it is given, the deadline of the whole; else 30 minutes to the first frame.
   * @returns the frames, for one consumer. All errors arrive there. In the summary's `raw` is the first page, without frames.
   */
  taskFrames(id: string, options?: CallOptions): FrameStream {
    return this.#taskFrames(id, options);
  }

  async #wait(id: string, options: CallOptions = {}, secrets: readonly string[] = []): Promise<Task> {
    const stream = this.#taskFrames(
      id,
      { ...options, timeoutMs: options.timeoutMs ?? DEFAULT_WAIT_MS },
      secrets,
    );
    return collectTask(this.#protocol.replies, stream);
  }

  /** @param secrets - What was submitted, where that is known: Hive may repeat it. */
  #taskFrames(id: string, options: CallOptions = {}, secrets: readonly string[] = []): FrameStream {
    const { timeoutMs, ...rest } = options;
    const { replies: format } = this.#protocol;
    return new ReplyFrameStream(
      new TaskPages({
        format,
        planPage: (page) => {
          checkCallOptions(options);
          return { ...this.#planLook(id, page, rest), secrets, isStream: true };
        },
        connection: this.#connection,
        frameLimit: PAGE_FRAMES,
        limits: this.#options.limits,
        timeoutMs: timeoutMs ?? DEFAULT_WAIT_MS,
        endsAtFirstFrame: timeoutMs === undefined,
        clock: systemClock,
      }),
    );
  }

  #planLook(id: string, page: PageOfFrames, options: CallOptions): Omit<ConnectionRequest, "isStream"> {
    if (typeof id !== "string" || id === "") {
      throw new HiveInputError("The task's id is empty; give what submit returned.");
    }
    const { model = null, metadata = null, params = null } = options;
    refuseExtras(this.#protocol.api, { model, metadata, params }, ["model", "metadata", "params"]);
    return {
      plan: this.#protocol.planLook(id, page),
      settings: options,
      secrets: [],
      canReopen: true,
      maxMediaBytes: null,
    };
  }

  #prepare(
    submission: Submission,
    options: CallOptions,
    plan: Protocol["plan"] = (checked, extras) => this.#protocol.plan(checked, extras),
  ): Omit<ConnectionRequest, "isStream"> {
    checkCallOptions(options);
    return prepareSubmission(submission, { options, client: this.#options, protocol: this.#protocol, plan });
  }
}
