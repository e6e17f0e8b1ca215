import { HiveConfigError } from "@hivekit/core";
import type {
  AttemptInfo,
  CallOptions,
  Frame,
  FrameStream,
  HiveClient,
  HiveTelemetry,
  Submission,
  SubmitOptions,
  Task,
  TaskHandle,
  TaskLook,
  TaskOptions,
} from "@hivekit/core";
import type { HiveCalls } from "@hivekit/core/guard";
import type { Verdict } from "@hivekit/core/policy";
import { framesOf, framesOfTask, mapFrames } from "@hivekit/rxjs";
import type { FramesOfOptions, MapFramesOptions } from "@hivekit/rxjs";
import type { BeforeApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { Observable, tap } from "rxjs";
import type { ObservableInput } from "rxjs";
import * as z from "zod/mini";
import {
  callable,
  checkOptions,
  hasMethods,
  MAX_TIMER_MS,
  mustBe,
  optionsSchema,
  wholeNumber,
} from "../options/check-options.ts";
import { CallStatistics } from "../stats/call-statistics.ts";
import type { CallPurpose } from "../stats/classify-failure.ts";
import { statsOptionsSchema } from "../stats/hive-stats.ts";
import type { HiveStats, HiveStatsOptions } from "../stats/hive-stats.ts";
import { getCallRegistry } from "./call-registry.ts";
import type { CallRegistry, RegisteredCall } from "./call-registry.ts";
import { checkCallOptions } from "./check-call-options.ts";
import { ProjectVlm } from "./project-vlm.ts";
import type { HiveProjectVlm } from "./project-vlm.ts";
import { watchFrameStream } from "./watch-frame-stream.ts";

const DEFAULT_GRACE_MS = 10_000;

/** The options of `HiveService.submit()`. */
export type HiveSubmitOptions = Omit<SubmitOptions, "callbackUrl"> & {
  /**
   * The URL to which Hive posts the result; `false` disables the callback.
   * @defaultValue this app's own callback URL, signed for this submission; no callback if the project has no
   * `callbacks`
   */
  readonly callbackUrl?: string | URL | false | undefined;
};

/** The options of a {@link HiveService}. `HiveModule` sets them. */
export type HiveServiceOptions = {
  /**
   * The shutdown grace period: how long calls in flight may continue, in milliseconds. 0 to 2 147 483 647.
   * @defaultValue 10 000
   */
  readonly shutdownGraceMs?: number | undefined;
  /** Creates a signed callback URL; `null` submits without a callback. @defaultValue `null` */
  readonly signCallbackUrl?: (() => Promise<string>) | null | undefined;
  /**
   * The client whose methods the service calls, for example a wrapper with a budget.
   * @defaultValue the `client` of the service
   */
  readonly calls?: HiveCalls | undefined;
  /** Receives the verdicts of `HiveVerdictInterceptor`. @defaultValue none */
  readonly telemetry?: HiveTelemetry | undefined;
  /** The vision language model, for example a `HiveVlm`. @defaultValue `null`: reading `vlm` throws */
  readonly vlm?: HiveProjectVlm | null | undefined;
};

/** Checks the shutdown grace period. */
export const shutdownGraceMsSchema = z.optional(wholeNumber(0, MAX_TIMER_MS));

/** The methods of a client. */
export const CLIENT_METHODS = ["classify", "frames", "submit", "task", "wait", "taskFrames"] as const;
/** The methods of the vision language model. */
export const VLM_METHODS = ["ask", "judge"] as const;

/** Checks {@link HiveServiceOptions}. */
const serviceOptionsSchema = optionsSchema<HiveServiceOptions>({
  shutdownGraceMs: shutdownGraceMsSchema,
  signCallbackUrl: z.nullish(callable),
  calls: z.optional(withMethods(CLIENT_METHODS, "an object with the methods of a HiveClient")),
  telemetry: z.optional(withMethods(["startCall"], "an object with the method startCall")),
  vlm: z.nullish(withMethods(VLM_METHODS, "a HiveVlm")),
});

/**
 * Submits and streams the frames of the result as `HiveClient.frames` does, as a call of a service: counted, and ended
 * at shutdown. For other parts of this package.
 */
export let openFrameStream: (
  service: HiveService,
  submission: Submission,
  options?: CallOptions,
) => FrameStream;

/** Reports a verdict to the telemetry of a service, if it has one. For other parts of this package. */
export let recordVerdict: (service: HiveService, verdict: Verdict, source: string) => void;

/**
 * An injectable client of one Hive project.
 *
 * When the app shuts down, calls in flight may continue for `shutdownGraceMs`. After that, they fail with a
 * `HiveClosedError`, as does every later call. Work that Hive has begun may be charged.
 */
export class HiveService implements OnModuleDestroy, BeforeApplicationShutdown {
  static {
    openFrameStream = (service, submission, options = {}) =>
      service.#watchedStream("submission", options, (callOptions) =>
        service.#client.frames(submission, callOptions),
      );
    recordVerdict = (service, { decision, tags, unknownTags }, source) => {
      // Without the reasons, and as a copy: telemetry must not change a verdict.
      const verdict = { decision, tags: tags.map(({ tag }) => ({ tag })), unknownTags: [...unknownTags] };
      const record = async (): Promise<void> => service.#telemetry?.recordVerdict?.(verdict, { source });
      // Telemetry must not fail a request.
      void record().catch(() => {});
    };
  }

  /**
   * The underlying client, for features that the service does not offer. A shutdown does not abort its calls, and
   * `stats()` does not count them, and `wrapClient` does not wrap this client.
   */
  readonly client: HiveClient;

  /** The client, or its wrapper. */
  readonly #client: HiveCalls;
  readonly #graceMs: number;
  readonly #calls: CallRegistry;
  readonly #statistics = new CallStatistics();
  readonly #signCallbackUrl: (() => Promise<string>) | null;
  readonly #telemetry: HiveTelemetry | undefined;
  readonly #vlm: HiveProjectVlm | null;
  /** Set when the app begins to shut down. */
  #closing: Promise<void> | null = null;

  /**
   * @param client - The client of the project. `HiveModule` creates it.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  constructor(client: HiveClient, options: HiveServiceOptions = {}) {
    checkOptions("HiveService", serviceOptionsSchema, options);
    this.client = client;
    this.#client = options.calls ?? client;
    this.#graceMs = options.shutdownGraceMs ?? DEFAULT_GRACE_MS;
    this.#calls = getCallRegistry(this);
    this.#signCallbackUrl = options.signCallbackUrl ?? null;
    this.#telemetry = options.telemetry;
    const { vlm = null } = options;
    this.#vlm = vlm && new ProjectVlm(vlm, (callOptions, action) => this.#call("vlm", callOptions, action));
  }

  /**
   * Hive's vision language model: `ask` and `judge`, as in `HiveVlm` of `@hivekit/core/vlm`. A judgment is one call of
   * the service, with all its requests.
   *
   * After a shutdown, both methods reject with a `HiveClosedError`.
   *
   * @throws HiveConfigError if the project has no key for the model, which needs a secret key of v3: set `vlm.apiKey`
   * of the project, or `api: "v3"`.
   */
  get vlm(): HiveProjectVlm {
    if (this.#vlm !== null) return this.#vlm;
    throw new HiveConfigError(
      'The project has no API key for the vision language model, which needs a secret key of v3. Set vlm.apiKey of the project, or api: "v3".',
      { option: "vlm.apiKey" },
    );
  }

  /**
   * Submits media or text and waits for the complete result.
   *
   * @throws the errors of `HiveClient.classify`.
   * @throws HiveClosedError if the app shuts down before the result has arrived.
   */
  classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    return this.#call("submission", options, (callOptions) => this.#client.classify(submission, callOptions));
  }

  /**
   * Submits media or text and emits the frames of the result as they arrive. Each subscription submits again and is
   * charged again.
   *
   * @returns a cold Observable; see `framesOf` of `@hivekit/rxjs`. Unsubscribing closes the connection at once.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  frames(submission: Submission, options: FramesOfOptions = {}): Observable<Frame> {
    return this.#stream("submission", options, (callOptions) =>
      framesOf(this.#client, submission, callOptions),
    );
  }

  /**
   * Submits media or text and processes each frame, up to `concurrency` frames at a time. Reads the next frame from the
   * connection only when fewer than `concurrency` frames are being processed.
   *
   * @param project - Maps a frame to a promise, an Observable or an iterable, whose values are emitted.
   * @returns a cold Observable; see `mapFrames` of `@hivekit/rxjs`.
   * @throws HiveConfigError if an option is invalid or unknown, or `project` is not a function.
   */
  mapFrames<T>(
    submission: Submission,
    project: (frame: Frame, index: number) => ObservableInput<T>,
    options: MapFramesOptions = {},
  ): Observable<T> {
    return this.#stream("submission", options, (callOptions) =>
      mapFrames(this.#client, submission, project, callOptions),
    );
  }

  /**
   * Submits asynchronously: Hive acknowledges immediately and processes the submission in the background. With
   * `callbacks`, Hive posts the result to this app, which passes it to the methods decorated with `@OnHiveTask`. v2
   * only.
   *
   * @returns the task's id, with methods to get its result.
   * @throws the errors of `HiveClient.submit`.
   * @throws HiveClosedError if the app shuts down before Hive has acknowledged the submission.
   */
  async submit(submission: Submission, options: HiveSubmitOptions = {}): Promise<TaskHandle> {
    checkCallOptions(options);
    const { callbackUrl: given, ...rest } = options;
    const handle = await this.#call("submission", rest, async (callOptions) => {
      const callbackUrl = given === undefined ? await this.#signCallbackUrl?.() : given;
      return this.#client.submit(submission, {
        ...callOptions,
        ...(callbackUrl === undefined || callbackUrl === false ? {} : { callbackUrl }),
      });
    });
    return {
      id: handle.id,
      wait: (waitOptions = {}) => this.#call("poll", waitOptions, (callOptions) => handle.wait(callOptions)),
      frames: (waitOptions = {}) =>
        this.#watchedStream("poll", waitOptions, (callOptions) => handle.frames(callOptions)),
    };
  }

  /** Polls a task once, at no charge; see `HiveClient.task`. */
  task(id: string, options: TaskOptions = {}): Promise<TaskLook> {
    return this.#call("poll", options, (callOptions) => this.#client.task(id, callOptions));
  }

  /** Waits for a task that was submitted earlier; see `HiveClient.wait`. */
  wait(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#call("poll", options, (callOptions) => this.#client.wait(id, callOptions));
  }

  /**
   * Waits for a task that was submitted earlier and emits its frames page by page.
   *
   * @returns a cold Observable; see `framesOfTask` of `@hivekit/rxjs`. Each subscription polls again, at no charge.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  taskFrames(id: string, options: FramesOfOptions = {}): Observable<Frame> {
    return this.#stream("poll", options, (callOptions) => framesOfTask(this.#client, id, callOptions));
  }

  /**
   * Returns recent statistics of this service's calls. Sends nothing.
   *
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  stats(options: HiveStatsOptions = {}): HiveStats {
    checkOptions("HiveService.stats", statsOptionsSchema, options);
    return this.#statistics.read(this.#calls.size, options);
  }

  /** Begins the shutdown. Does not wait for it, so that the grace periods of several projects run concurrently. */
  onModuleDestroy(): void {
    this.#closing ??= this.#calls.close(this.#graceMs);
  }

  /**
   * Waits for the calls in flight. Nest calls this before it closes the app's connections, because an open stream would
   * keep its connection open.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.onModuleDestroy();
    await this.#closing;
  }

  async #call<Options extends Pick<CallOptions, "signal" | "onAttempt">, Value>(
    purpose: CallPurpose,
    options: Options,
    action: (options: Options) => Promise<Value>,
  ): Promise<Value> {
    checkCallOptions(options);
    const call = this.#calls.begin(options.signal);
    const watched = this.#watchAttempts(purpose, options, call.signal);
    try {
      const value = await action(watched.options);
      this.#statistics.recordSuccess();
      return value;
    } catch (error) {
      watched.recordError(error);
      throw error;
    } finally {
      call.end();
    }
  }

  #stream<Options extends CallOptions, Value>(
    purpose: CallPurpose,
    options: Options,
    open: (options: Options) => Observable<Value>,
  ): Observable<Value> {
    // Checks the options now. The Observable is cold, so nothing is sent.
    open(options);
    return new Observable<Value>((subscriber) => {
      const call = this.#calls.begin(options.signal);
      subscriber.add(call.end);
      const success = (): void => this.#statistics.recordSuccess();
      const watched = this.#watchAttempts(purpose, options, call.signal);
      return open(watched.options)
        .pipe(tap({ next: success, complete: success, error: watched.recordError }))
        .subscribe(subscriber);
    });
  }

  /** Opens a stream of frames. The call is in flight from the first read of the stream. */
  #watchedStream(
    purpose: CallPurpose,
    options: CallOptions,
    open: (options: CallOptions) => FrameStream,
  ): FrameStream {
    const controller = new AbortController();
    let call: RegisteredCall | null = null;
    const watched = this.#watchAttempts(purpose, options, controller.signal);
    return watchFrameStream(open(watched.options), {
      onStart: () => {
        // As in the client, invalid options make the first read fail.
        checkCallOptions(options);
        // The signal is followed only from now on: for a stream that is never read, the listener would never be
        // removed.
        call = this.#calls.begin(options.signal, controller);
      },
      onSuccess: () => this.#statistics.recordSuccess(),
      onError: watched.recordError,
      onEnd: () => call?.end(),
    });
  }

  /** Returns the options of a call whose attempts are counted, and a function that records the error of the call. */
  #watchAttempts<Options extends Pick<CallOptions, "signal" | "onAttempt">>(
    purpose: CallPurpose,
    options: Options,
    signal: AbortSignal,
  ): { readonly options: Options; readonly recordError: (error: unknown) => void } {
    let lastAttempt: AttemptInfo | null = null;
    const onAttempt: CallOptions["onAttempt"] = (attempt) => {
      lastAttempt = attempt;
      this.#statistics.recordAttempt(attempt, purpose);
      options.onAttempt?.(attempt);
    };
    return {
      options: { ...options, signal, onAttempt },
      recordError: (error) => this.#statistics.recordError(error, purpose, lastAttempt),
    };
  }
}

/** Accepts an object with certain methods. */
function withMethods(names: readonly string[], description: string): z.ZodMiniType {
  return z.custom((value) => hasMethods(value, names), mustBe(description));
}
