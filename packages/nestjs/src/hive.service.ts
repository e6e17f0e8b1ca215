import type {
  CallOptions,
  Frame,
  FrameStream,
  HiveClient,
  Submission,
  SubmitOptions,
  Task,
  TaskHandle,
  TaskLook,
  TaskOptions,
} from "@hivekit/core";
import { framesOf, framesOfTask, mapFrames } from "@hivekit/rxjs";
import type { FramesOfOptions, MapFramesOptions } from "@hivekit/rxjs";
import type { BeforeApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { Observable, tap } from "rxjs";
import type { ObservableInput } from "rxjs";
import type { CallRegistry, RegisteredCall } from "./call-registry.ts";
import { callsOf } from "./calls-of.ts";
import { holdStream } from "./held-frame-stream.ts";
import type { CallPurpose } from "./stats/blame-of.ts";
import { CallStatistics } from "./stats/call-statistics.ts";
import type { HiveStats, HiveStatsOptions } from "./stats/hive-stats.ts";

const DEFAULT_GRACE_MS = 10_000;

/** How a task is submitted for later. */
export type HiveSubmitOptions = Omit<SubmitOptions, "callbackUrl"> & {
  /**
   * Where Hive posts the result; `false` for nowhere.
   * @defaultValue this app's own address for callbacks, signed for this submission; nowhere, if the project has no `callbacks`
   */
  readonly callbackUrl?: string | URL | false | undefined;
};

/** What a service works with, beside its client. `HiveModule` gives it. */
export type HiveServiceOptions = {
  /** How long calls in flight may go on at a shutdown, in milliseconds. @defaultValue 10 000 */
  readonly shutdownGraceMs?: number | undefined;
  /** Makes a signed address for a callback; `null` for none. @defaultValue `null` */
  readonly signCallbackUrl?: (() => Promise<string>) | null | undefined;
};

/**
 * One Hive project, for injection.
 *
 * When the app shuts down, calls in flight may go on for `shutdownGraceMs`; then they end with a `HiveClosedError`, and so does every
 * later one. Work that Hive has begun may have been billed.
 */
export class HiveService implements OnModuleDestroy, BeforeApplicationShutdown {
  /**
   * The client behind the service, for what the service has no method for. A shutdown does not end its calls, and `stats()` does not
   * count them.
   */
  readonly client: HiveClient;

  readonly #graceMs: number;
  readonly #calls: CallRegistry;
  readonly #statistics = new CallStatistics();
  readonly #signCallbackUrl: (() => Promise<string>) | null;
  /** Set when the app begins to shut down. */
  #closing: Promise<void> | null = null;

  /** @param client - The client of the project; `HiveModule` makes it. */
  constructor(client: HiveClient, options: HiveServiceOptions = {}) {
    this.client = client;
    this.#graceMs = options.shutdownGraceMs ?? DEFAULT_GRACE_MS;
    this.#calls = callsOf(this);
    this.#signCallbackUrl = options.signCallbackUrl ?? null;
  }

  /**
   * Submits, and waits for the whole result.
   *
   * @throws what `HiveClient.classify` throws.
   * @throws HiveClosedError if the app shuts down before the result is there.
   */
  classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    return this.#call("submission", options, (callOptions) => this.client.classify(submission, callOptions));
  }

  /**
   * Submits, and emits the frames of the result as they come. Each subscription submits, and is billed, again.
   *
   * @returns a cold Observable; see `framesOf` of `@hivekit/rxjs`. Unsubscribing closes the connection at once.
   */
  frames(submission: Submission, options: FramesOfOptions = {}): Observable<Frame> {
    return this.#stream("submission", options, (callOptions) =>
      framesOf(this.client, submission, callOptions),
    );
  }

  /**
   * Submits, and does something with each frame, as many at a time as `concurrency` says: the next frame is read from the connection
   * only when there is room for it.
   *
   * @param project - Makes something of a frame: a promise, an Observable, an iterable. Its values are emitted.
   * @returns a cold Observable; see `mapFrames` of `@hivekit/rxjs`.
   */
  mapFrames<T>(
    submission: Submission,
    project: (frame: Frame, index: number) => ObservableInput<T>,
    options: MapFramesOptions = {},
  ): Observable<T> {
    return this.#stream("submission", options, (callOptions) =>
      mapFrames(this.client, submission, project, callOptions),
    );
  }

  /**
   * Submits for later: Hive answers at once, and works on. With `callbacks`, Hive posts the result to this app, to the methods that
   * `@OnHiveTask` marks. v2 only.
   *
   * @returns the task's id, and ways to its result.
   * @throws what `HiveClient.submit` throws; a `HiveClosedError` if the app shuts down before Hive has answered.
   */
  async submit(submission: Submission, options: HiveSubmitOptions = {}): Promise<TaskHandle> {
    const { callbackUrl: given, ...rest } = options;
    const handle = await this.#call("submission", rest, async (callOptions) => {
      const callbackUrl = given === undefined ? await this.#signCallbackUrl?.() : given;
      return this.client.submit(submission, {
        ...callOptions,
        ...(callbackUrl === undefined || callbackUrl === false ? {} : { callbackUrl }),
      });
    });
    return {
      id: handle.id,
      wait: (waitOptions = {}) => this.#call("look", waitOptions, (callOptions) => handle.wait(callOptions)),
      frames: (waitOptions = {}) => this.#held(waitOptions, (callOptions) => handle.frames(callOptions)),
    };
  }

  /** Looks at a task once; see `HiveClient.task`. Costs nothing. */
  task(id: string, options: TaskOptions = {}): Promise<TaskLook> {
    return this.#call("look", options, (callOptions) => this.client.task(id, callOptions));
  }

  /** Waits for a task that was submitted earlier; see `HiveClient.wait`. */
  wait(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#call("look", options, (callOptions) => this.client.wait(id, callOptions));
  }

  /**
   * Waits for a task that was submitted earlier, and emits its frames page by page.
   *
   * @returns a cold Observable; see `framesOfTask` of `@hivekit/rxjs`. Subscribing again looks again, at no charge.
   */
  taskFrames(id: string, options: FramesOfOptions = {}): Observable<Frame> {
    return this.#stream("look", options, (callOptions) => framesOfTask(this.client, id, callOptions));
  }

  /** How the calls of this service went lately. Sends nothing. */
  stats(options: HiveStatsOptions = {}): HiveStats {
    return this.#statistics.read(this.#calls.size, options);
  }

  /** Begins the shutdown. Not waited for here, so that several projects spend the same time. */
  onModuleDestroy(): void {
    this.#closing ??= this.#calls.close(this.#graceMs);
  }

  /** Waits for what is in flight; Nest calls it before it closes the app's connections, which an open stream would keep open. */
  async beforeApplicationShutdown(): Promise<void> {
    this.onModuleDestroy();
    await this.#closing;
  }

  async #call<Options extends CallOptions, Value>(
    purpose: CallPurpose,
    options: Options,
    action: (options: Options) => Promise<Value>,
  ): Promise<Value> {
    const call = this.#calls.begin(options.signal);
    try {
      const value = await action(this.#watched(purpose, options, call.signal));
      this.#statistics.takeSuccess();
      return value;
    } catch (error) {
      this.#statistics.takeError(error, purpose);
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
    return new Observable<Value>((subscriber) => {
      const call = this.#calls.begin(options.signal);
      subscriber.add(call.end);
      const success = (): void => this.#statistics.takeSuccess();
      const error = (reason: unknown): void => this.#statistics.takeError(reason, purpose);
      return open(this.#watched(purpose, options, call.signal))
        .pipe(tap({ next: success, complete: success, error }))
        .subscribe(subscriber);
    });
  }

  /** A stream of a task's, that is read when its reader likes: it is in flight from its first frame on. */
  #held(options: CallOptions, open: (options: CallOptions) => FrameStream): FrameStream {
    const controller = new AbortController();
    let call: RegisteredCall | null = null;
    return holdStream(open(this.#watched("look", options, controller.signal)), {
      onStart: () => {
        // The caller's signal, too, is followed only now: nothing would ever let go of it if nobody reads.
        call = this.#calls.begin(options.signal, controller);
      },
      onSuccess: () => this.#statistics.takeSuccess(),
      onError: (error) => this.#statistics.takeError(error, "look"),
      onEnd: () => call?.end(),
    });
  }

  #watched<Options extends CallOptions>(
    purpose: CallPurpose,
    options: Options,
    signal: AbortSignal,
  ): Options {
    const onAttempt: CallOptions["onAttempt"] = (attempt) => {
      this.#statistics.takeAttempt(attempt, purpose);
      options.onAttempt?.(attempt);
    };
    return { ...options, signal, onAttempt };
  }
}
