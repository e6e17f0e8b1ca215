import { HiveInputError } from "../error/hive-input-error.ts";
import { collectTask } from "../frames/collect-task.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { ReplyFrameStream } from "../frames/reply-frame-stream.ts";
import { checkOptions, createOptionError } from "../options/check-options.ts";
import { planTaskPoll, rejectExtras } from "../protocol/plan-request.ts";
import type { Protocol } from "../protocol/protocol.ts";
import { decodeAcknowledgement } from "../protocol/reply/decode-acknowledgement.ts";
import { decodePoll } from "../protocol/reply/decode-poll.ts";
import type { PageOfFrames, TaskLook } from "../protocol/reply/decode-poll.ts";
import { decodeReply } from "../protocol/reply/decode-reply.ts";
import { v1Protocol } from "../protocol/v1/v1-protocol.ts";
import { v2Protocol } from "../protocol/v2/v2-protocol.ts";
import { v3Protocol } from "../protocol/v3/v3-protocol.ts";
import type { Task } from "../result/task.ts";
import type { Submission } from "../submission/submission.ts";
import { createKeyProvider } from "../transport/api-key.ts";
import { checkBaseUrl, HIVE_BASE_URL } from "../transport/base-url.ts";
import type { CallTrace } from "../transport/call-trace.ts";
import { systemClock } from "../transport/clock.ts";
import { Connection } from "../transport/connection.ts";
import type { ConnectionRequest } from "../transport/connection.ts";
import { encodeBody } from "../transport/request-body.ts";
import { readJson } from "../transport/read-json.ts";
import { TaskPages } from "../transport/task-pages.ts";
import { describeType } from "../value/is-object.ts";
import { isWellFormed } from "../value/well-formed.ts";
import type { CallOptions, SubmitOptions, TaskOptions } from "./call-options.ts";
import type { HiveClientOptions } from "./client-options.ts";
import { setClientIdentity } from "./client-identity.ts";
import { CALL_CHECKS, CLIENT_CHECKS, SUBMIT_CHECKS, TASK_CHECKS } from "./option-checks.ts";
import { prepareSubmission } from "./prepare-submission.ts";

const DEFAULT_WAIT_MS = 30 * 60_000;
/** The number of frames on a page of Hive's API. */
const PAGE_FRAMES = 200;

const PROTOCOLS = { v1: v1Protocol, v2: v2Protocol, v3: v3Protocol } as const;

/**
 * A task that was submitted asynchronously. Store its id to call `HiveClient.wait` or `taskFrames` later, even after a
 * restart.
 */
export type TaskHandle = {
  /** Hive's id of the task. */
  readonly id: string;
  /** Waits for the complete result, as `HiveClient.wait` does. */
  wait(options?: CallOptions): Promise<Task>;
  /** Waits for the result and streams its frames page by page, as `HiveClient.taskFrames` does. */
  frames(options?: CallOptions): FrameStream;
};

/**
 * A client for one Hive project. The API key selects the project and thus the model; in v3, the option `model` selects
 * the model.
 *
 * The constructor sends nothing. Each call of `classify`, `frames` or `submit` is a new submission and is billed.
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

  /** @throws HiveConfigError if an option is unknown or invalid, or the API key is missing. */
  constructor(options: HiveClientOptions = {}) {
    checkOptions(options, CLIENT_CHECKS);
    this.#options = { ...options };
    this.#protocol = PROTOCOLS[options.api ?? "v1"];
    if (options.model !== undefined && this.#protocol.api !== "v3") {
      throw createOptionError({ path: "model", problem: 'requires api "v3"' });
    }
    const baseUrl = checkBaseUrl(options.baseUrl ?? HIVE_BASE_URL);
    this.#connection = new Connection({
      ...options,
      endpoint: this.#protocol,
      encode: encodeBody,
      baseUrl,
      key: createKeyProvider(options, baseUrl),
      clock: systemClock,
    });
    setClientIdentity(this, {
      api: this.#protocol.api,
      model: options.model,
      baseUrl,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Submits media or text and waits for the complete result.
   *
   * @returns the task; see {@link Task} for the meaning of empty lists.
   * @throws HiveConfigError if an option is unknown, invalid or not accepted by this API generation. Nothing is sent.
   * @throws HiveInputError if the submission is invalid. Nothing is sent.
   * @throws HiveHttpError if the status is not 2xx; 405 is `insufficient_balance`.
   * @throws HiveTaskError if the status is 2xx but the body reports that the task failed.
   * @throws HiveDecodeError if the body is not a valid API response. It is never treated as a result without hits.
   * @throws HiveTimeoutError if the call times out.
   * @throws HiveNetworkError if the connection fails.
   * @throws the signal's reason if the signal aborts.
   *
   * Source: Hive's v1 documentation, "POST /api/v1/tag/task"; docs.thehive.ai for v2 and v3 (read 2026-11-24).
   */
  async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    const trace = this.#connection.startTrace("classify", options, submission);
    try {
      checkOptions(options, CALL_CHECKS, "classify");
      const body = await this.#connection.open(this.#prepare(submission, options), trace);
      const json = await readJson(body, this.#options.limits);
      const task = decodeReply(this.#protocol.replies, json, { secrets: body.secrets });
      trace?.end({ summary: task });
      return task;
    } catch (error) {
      trace?.end({ error });
      throw error;
    }
  }

  /**
   * Submits media or text and streams the frames of the result as their bytes arrive.
   *
   * The request starts when the first frame, or the summary, is requested. It is unknown whether Hive sends frames
   * before it has processed all of them. In either case, the first frame is available before the last one has arrived.
   *
   * @returns a stream for one consumer, which throws the errors of {@link HiveClient.classify}.
   */
  frames(submission: Submission, options: CallOptions = {}): FrameStream {
    let trace: CallTrace | undefined;
    return new ReplyFrameStream({
      format: this.#protocol.replies,
      limits: this.#options.limits,
      after: () => "none",
      open: async (signal) => {
        trace = this.#connection.startTrace("frames", options, submission);
        checkOptions(options, CALL_CHECKS, "frames");
        const request = this.#prepare(submission, options);
        return this.#connection.open({ ...request, isStream: true, signal }, trace);
      },
      onFirstFrame: () => trace?.onFirstFrame(),
      close: (ending, frameCount) => trace?.end({ ...ending, frameCount }),
    });
  }

  /**
   * Submits media or text asynchronously: Hive acknowledges it immediately and processes the task in the background.
   * Use it for long videos, large volumes, and projects with manual review. v2 only.
   *
   * @returns a handle with the task's id. With `callbackUrl`, Hive also posts the result there.
   * @throws HiveConfigError with v1 and v3, which have no such endpoint.
   * @throws the errors of {@link HiveClient.classify}. A HiveDecodeError means that the acknowledgement has no id; the
   * task may still run and be billed.
   *
   * Source: https://docs.thehive.ai/reference/submit-a-task-asynchronously (read 2026-11-24).
   */
  async submit(submission: Submission, options: SubmitOptions = {}): Promise<TaskHandle> {
    const trace = this.#connection.startTrace("submit", options, submission);
    try {
      checkOptions(options, SUBMIT_CHECKS, "submit");
      const callbackUrl = options.callbackUrl?.toString() ?? null;
      const request = this.#prepare(submission, options, callbackUrl);
      const { secrets } = request;
      const body = await this.#connection.open(request, trace);
      const id = decodeAcknowledgement(await readJson(body), body.secrets);
      trace?.end({});
      return {
        id,
        wait: (waitOptions) => this.#wait(id, waitOptions, secrets),
        frames: (waitOptions) => this.#taskFrames(id, waitOptions, secrets),
      };
    } catch (error) {
      trace?.end({ error });
      throw error;
    }
  }

  /**
   * Polls a task once. Polls are not billed.
   *
   * @param id - The id from {@link HiveClient.submit} or from a task.
   * @returns `pending` if the response has neither a result nor an error; otherwise the task with one page of its
   * frames.
   * @throws HiveConfigError with v3, which has no such endpoint.
   * @throws the errors of {@link HiveClient.classify}.
   *
   * Source: Hive's Postman collection, "Task Summary" (2020, v1); the same route in v2 is known from third parties.
   * See docs/discoveries.md.
   */
  async task(id: string, options: TaskOptions = {}): Promise<TaskLook> {
    const trace = this.#connection.startTrace("task", options);
    try {
      checkOptions(options, TASK_CHECKS, "task");
      const { frameLimit = PAGE_FRAMES, frameOffset = 0 } = options;
      const page = { frameLimit, frameOffset };
      const body = await this.#connection.open(this.#planPoll(id, page, options), trace);
      const json = await readJson(body, this.#options.limits);
      const look = decodePoll(this.#protocol.replies, json, { page, secrets: body.secrets });
      // Each page reports the charge of the task.
      trace?.end(look.state === "done" ? { summary: look.task, isCharged: frameOffset === 0 } : {});
      return look;
    } catch (error) {
      trace?.end({ error });
      throw error;
    }
  }

  /**
   * Waits for a task that was submitted earlier. Polls it after 1 s, then with delays that grow to 30 s.
   *
   * If a poll fails with a transient error, the client keeps polling, up to ten such failures in a row. The option
   * `retry` does not apply to these polls.
   *
   * @param options - `timeoutMs` is the deadline of the complete wait, by default 30 minutes. The client's deadline
   * applies to each poll.
   * @returns the task with all frames from all pages, also in `raw`.
   * @throws HiveConfigError with v3.
   * @throws the errors of {@link HiveClient.task}.
   */
  async wait(id: string, options?: CallOptions): Promise<Task> {
    return this.#wait(id, options);
  }

  /**
   * Waits for a task as {@link HiveClient.wait} does, and streams its frames. Pages are requested as the consumer needs
   * them. Use it for the results of long videos in v2.
   *
   * @param options - `timeoutMs`, if given, is the deadline of the complete stream. Otherwise, the deadline is 30
   * minutes and covers only the time to the first frame.
   * @returns a stream for one consumer, which throws all errors. The summary's `raw` is the first page without its
   * frames.
   */
  taskFrames(id: string, options?: CallOptions): FrameStream {
    return this.#taskFrames(id, options);
  }

  async #wait(id: string, options?: CallOptions, secrets?: readonly string[]): Promise<Task> {
    return collectTask(this.#protocol.replies, this.#taskFrames(id, options, secrets, "wait"));
  }

  /** @param secrets - The submitted values, if known: Hive may echo them. */
  #taskFrames(
    id: string,
    options: CallOptions = {},
    secrets: readonly string[] = [],
    call: "wait" | "taskFrames" = "taskFrames",
  ): FrameStream {
    // The stream throws all errors. Until it checks the options, they may be anything.
    const { timeoutMs, ...rest }: CallOptions = { ...options };
    return new ReplyFrameStream(
      new TaskPages({
        format: this.#protocol.replies,
        planPage: (page) => {
          checkOptions(options, CALL_CHECKS, call);
          return { ...this.#planPoll(id, page, rest), secrets, isStream: true };
        },
        startTrace: () => this.#connection.startTrace(call, options),
        connection: this.#connection,
        frameLimit: PAGE_FRAMES,
        limits: this.#options.limits,
        timeoutMs: timeoutMs ?? DEFAULT_WAIT_MS,
        endsAtFirstFrame: timeoutMs === undefined && call !== "wait",
        clock: systemClock,
      }),
    );
  }

  #planPoll(id: string, page: PageOfFrames, options: CallOptions): ConnectionRequest {
    if (typeof id !== "string" || id === "" || !isWellFormed(id)) {
      throw new HiveInputError(
        `The task id must be a non-empty, well-formed string, got ${describeType(id)}; pass the id from submit().`,
      );
    }
    const plan = planTaskPoll(this.#protocol.api, id, page);
    rejectExtras("a poll", options, ["model", "metadata", "params"]);
    return {
      plan,
      settings: options,
      secrets: [],
      canReopen: true,
      maxMediaBytes: null,
    };
  }

  #prepare(submission: Submission, options: CallOptions, callbackUrl?: string | null): ConnectionRequest {
    const context = { options, client: this.#options, protocol: this.#protocol, callbackUrl };
    return prepareSubmission(submission, context);
  }
}
