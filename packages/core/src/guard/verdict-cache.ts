import type { CallOptions, SubmitOptions, TaskOptions } from "../client/call-options.ts";
import { setClientIdentity } from "../client/client-identity.ts";
import type { ClientIdentity } from "../client/client-identity.ts";
import type { TaskHandle } from "../client/hive-client.ts";
import { CALL_CHECKS } from "../client/option-checks.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { checkOptions } from "../options/check-options.ts";
import type { Policy } from "../policy/policy.ts";
import type { TaskLook } from "../protocol/reply/decode-poll.ts";
import type { Frame } from "../result/frame.ts";
import type { Task } from "../result/task.ts";
import { checkSubmission } from "../submission/check-submission.ts";
import type { MediaSource, Submission } from "../submission/submission.ts";
import { canReopen } from "../submission/upload.ts";
import { openScope } from "../transport/call-scope.ts";
import type { CallScope } from "../transport/call-scope.ts";
import { DEFAULT_TIMEOUT_MS } from "../transport/connection.ts";
import { HashLimitError } from "./byte-hash.ts";
import { claimVerdict } from "./claim-verdict.ts";
import type { VerdictStoreOptions } from "./claim-verdict.ts";
import { Flight } from "./flight.ts";
import type { FlightResult } from "./flight.ts";
import { readStream, replayTask } from "./frame-source.ts";
import type { FrameSource } from "./frame-source.ts";
import { DeferredFrameStream } from "./deferred-frame-stream.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { isWorthKeeping } from "./is-worth-keeping.ts";
import type { LiveFrames } from "./live-frames.ts";
import { reuseTask, summarize } from "./reused-task.ts";
import { copyWellFormed } from "../value/well-formed.ts";
import { createVerdictKey } from "./verdict-key.ts";
import { hashMedia, verifyMedia } from "./verified-media.ts";

/** What a cache needs; see `VerdictCacheOptions`. */
export type VerdictCacheSetup = VerdictStoreOptions & {
  readonly policy: Policy;
  readonly namespace: string;
  readonly identity: ClientIdentity | null;
};

/** A submission with its key. */
type CacheItem = {
  readonly key: string;
  readonly submission: Submission;
  /** The media and its hash; `null` for text alone. */
  readonly media: { readonly source: MediaSource; readonly digest: string } | null;
};

/** Sends a submission. The frames go to `live` if the caller streams. */
type Send = (submission: Submission, options: CallOptions, live: LiveFrames) => Promise<Task>;

/** A client that submits identical content once. */
export class VerdictCache implements HiveCalls {
  readonly #client: HiveCalls;
  readonly #setup: VerdictCacheSetup;
  /** By key. */
  readonly #flights = new Map<string, Flight>();

  constructor(client: HiveCalls, setup: VerdictCacheSetup) {
    this.#client = client;
    this.#setup = setup;
    setClientIdentity(this, setup.identity);
  }

  async classify(given: Submission, givenOptions: CallOptions = {}): Promise<Task> {
    checkOptions(givenOptions, CALL_CHECKS, "classify");
    const submission = copySubmission(given);
    const options = copyOptions(givenOptions);
    const scope = this.#openScope(options);
    try {
      const item = await scope.race(this.#identify(submission, options, scope.signal));
      if (item === null) {
        // Its own deadline and signal apply.
        scope.liftDeadline();
        return await this.#client.classify(submission, options);
      }
      for (;;) {
        const { flight, isFirst } = this.#join(item, options, this.#classify);
        const task = await this.#await(flight, scope).then((result) => pick(result, isFirst, options));
        if (task !== null) return task;
      }
    } finally {
      scope.close();
    }
  }

  frames(given: Submission, givenOptions: CallOptions = {}): FrameStream {
    return new DeferredFrameStream(async (signal) => {
      checkOptions(givenOptions, CALL_CHECKS, "frames");
      const submission = copySubmission(given);
      const options = copyOptions(givenOptions);
      const scope = this.#openScope(options, signal);
      try {
        const item = await scope.race(this.#identify(submission, options, scope.signal));
        if (item === null) {
          scope.close();
          return readStream(this.#client.frames(submission, options));
        }
        for (;;) {
          const { flight, isFirst } = this.#join(item, options, this.#stream);
          if (isFirst) return readFlight(flight, scope, options);
          // As in the client, the deadline covers the complete stream only if the call has its own.
          if (options.timeoutMs === undefined) scope.liftDeadline();
          const task = await this.#await(flight, scope).then((result) => pick(result, false, options));
          if (task === null) continue;
          scope.close();
          return replayTask(task, options.signal);
        }
      } catch (error) {
        scope.close();
        throw error;
      }
    });
  }

  async submit(submission: Submission, options?: SubmitOptions): Promise<TaskHandle> {
    return this.#client.submit(submission, options);
  }

  async task(id: string, options?: TaskOptions): Promise<TaskLook> {
    return this.#client.task(id, options);
  }

  async wait(id: string, options?: CallOptions): Promise<Task> {
    return this.#client.wait(id, options);
  }

  taskFrames(id: string, options?: CallOptions): FrameStream {
    return this.#client.taskFrames(id, options);
  }

  #openScope({ timeoutMs, signal }: CallOptions, closing?: AbortSignal): CallScope {
    return openScope({ timeoutMs: timeoutMs ?? this.#timeoutMs, signals: [signal, closing] });
  }

  get #timeoutMs(): number {
    return this.#setup.identity?.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  /**
   * Computes the key of a submission. `null` if it bypasses the cache.
   *
   * @throws HiveInputError if the submission is invalid or its media cannot be read.
   */
  async #identify(
    submission: Submission,
    options: CallOptions,
    signal: AbortSignal,
  ): Promise<CacheItem | null> {
    const checked = checkSubmission(submission);
    // Headers may select another project, for example in a gateway.
    if (checked.kind === "url" || options.headers !== undefined) return null;
    if (checked.kind === "media" && !canReopen(checked.upload)) return null;
    const { namespace, identity, createHash, onError } = this.#setup;
    try {
      const media = checked.kind === "media" ? await hashMedia(checked.upload, createHash, signal) : null;
      const parts = { namespace, identity, options, media, text: checked.text };
      const key = await createVerdictKey(parts, createHash);
      return {
        key,
        submission,
        media:
          checked.kind === "media" && media !== null
            ? { source: checked.upload.source, digest: media.digest }
            : null,
      };
    } catch (error) {
      if (isHiveError(error) || signal.aborted) throw error;
      if (!(error instanceof HashLimitError)) onError(error);
      return null;
    }
  }

  /** Joins the flight of a key, or starts one. The caller must leave it. */
  #join(
    item: CacheItem,
    options: CallOptions,
    send: Send,
  ): { readonly flight: Flight; readonly isFirst: boolean } {
    const { key } = item;
    const existing = this.#flights.get(key);
    const flight =
      existing ??
      new Flight(
        async (signal, live) => this.#fly(item, { options, signal, live, send }),
        () => {
          if (this.#flights.get(key) === flight) this.#flights.delete(key);
        },
      );
    if (existing === undefined) this.#flights.set(key, flight);
    flight.join();
    return { flight, isFirst: existing === undefined };
  }

  /** Waits for a flight, as long as the caller wants to. */
  async #await(flight: Flight, scope: CallScope): Promise<FlightResult> {
    // Somebody may have submitted already.
    scope.mayBeBilled = true;
    try {
      return await scope.race(flight.result);
    } finally {
      flight.leave(scope.signal.reason);
    }
  }

  async #fly(
    item: CacheItem,
    call: {
      readonly options: CallOptions;
      readonly signal: AbortSignal;
      readonly live: LiveFrames;
      readonly send: Send;
    },
  ): Promise<FlightResult> {
    const { signal, live, send } = call;
    const maxWaitMs = (call.options.timeoutMs ?? this.#timeoutMs) / 2;
    const claim = await claimVerdict(item.key, this.#setup, { signal, maxWaitMs });
    if ("task" in claim) return { task: claim.task, isStored: true, isVerified: true };
    try {
      signal.throwIfAborted();
      const { timeoutMs, ...rest } = call.options;
      const options = {
        ...rest,
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs: Math.max(timeoutMs, this.#timeoutMs) }),
      };
      const { media, submission } = item;
      const verified = media && verifyMedia(media.source, media.digest, this.#setup.createHash);
      const sent = verified === null ? submission : { ...submission, media: verified.media, url: undefined };
      const task = await send(sent, options, live);
      const isVerified = verified === null || (await verified.isVerified());
      await (isVerified && this.#isWorthKeeping(task) ? claim.publish(task) : claim.release());
      return { task, isStored: false, isVerified };
    } catch (error) {
      await claim.release();
      throw error;
    }
  }

  #isWorthKeeping(task: Task): boolean {
    try {
      return isWorthKeeping(task, this.#setup.policy);
    } catch (error) {
      this.#setup.onError(error);
      return false;
    }
  }

  readonly #classify: Send = async (submission, options) => this.#client.classify(submission, options);

  readonly #stream: Send = async (submission, options, live) => {
    const stream = this.#client.frames(submission, options);
    const iterator = stream[Symbol.asyncIterator]();
    const byResult: Frame[][] = [];
    for (;;) {
      await live.requested();
      const { done, value } = await iterator.next();
      if (done === true) break;
      (byResult[value.resultIndex] ??= []).push({ ...value, raw: null });
      live.push(value);
    }
    const summary = await stream.summary();
    const results = summary.results.map(({ frameCount: _frameCount, ...result }, index) => ({
      ...result,
      frames: byResult[index] ?? [],
    }));
    return { ...summary, results };
  };
}

/**
 * Copies a submission, so that it does not change after the key was computed.
 *
 * @throws HiveInputError if it is invalid.
 */
function copySubmission(submission: Submission): Submission {
  checkSubmission(submission);
  return { ...submission };
}

/** Copies options, so that they do not change after the key was computed. */
function copyOptions(options: CallOptions): CallOptions {
  const { params } = options;
  return params === undefined ? { ...options } : { ...options, params: copyWellFormed(params) };
}

/** Returns the task for a caller; `null` if the result belongs to other bytes, so that the caller has to try again. */
function pick(result: FlightResult, isFirst: boolean, { metadata }: CallOptions): Task | null {
  if (isFirst && !result.isStored) return result.task;
  return result.isVerified ? reuseTask(result.task, metadata) : null;
}

/** Delivers the frames of a flight to the caller who has started it. */
function readFlight(flight: Flight, scope: CallScope, options: CallOptions): FrameSource {
  scope.mayBeBilled = true;
  let isOpen = true;
  /** Set if the result was stored. */
  let stored: FrameSource | null = null;
  const close = (reason: unknown): void => {
    if (!isOpen) return;
    isOpen = false;
    scope.signal.removeEventListener("abort", onAbort);
    flight.live.leave();
    flight.leave(reason);
    scope.close();
    scope.abort(reason);
  };
  // The connection must not wait until the caller requests the next frame.
  const onAbort = (): void => close(scope.signal.reason);
  scope.signal.addEventListener("abort", onAbort);
  return {
    next: async () => {
      if (stored !== null) return stored.next();
      const frame = await scope.race(flight.live.next());
      // As in the client, the deadline covers the complete stream only if the call has its own.
      if (options.timeoutMs === undefined) scope.liftDeadline();
      if (frame !== null) return frame;
      const { task, isStored } = await scope.race(flight.result);
      if (!isStored) return null;
      stored = replayTask(reuseTask(task, options.metadata), options.signal);
      return stored.next();
    },
    summary: async () => (stored === null ? summarize((await flight.result).task) : stored.summary()),
    close,
  };
}
