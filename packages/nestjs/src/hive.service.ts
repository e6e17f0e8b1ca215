import { HiveClosedError } from "@hivekit/core";
import type { CallOptions, Frame, HiveClient, Submission, Task } from "@hivekit/core";
import { framesOf } from "@hivekit/rxjs";
import type { FramesOfOptions } from "@hivekit/rxjs";
import type { BeforeApplicationShutdown } from "@nestjs/common";
import { Observable } from "rxjs";

/**
 * One Hive project, for injection.
 *
 * When the app shuts down, calls in flight end with a `HiveClosedError`, and so does every later one; work that Hive has begun
 * may have been billed.
 */
export class HiveService implements BeforeApplicationShutdown {
  /** The client behind the service, for what the service has no method for. Shutdown does not end its calls. */
  readonly client: HiveClient;

  /** One per call in flight: added when it starts, removed when it ends. */
  readonly #inFlight = new Set<AbortController>();
  /** Set when the app shuts down. */
  #closed: HiveClosedError | null = null;

  /** @param client - The client of the project; `HiveModule` makes it. */
  constructor(client: HiveClient) {
    this.client = client;
  }

  /**
   * Submits, and waits for the whole result.
   *
   * @throws what `HiveClient.classify` throws.
   * @throws HiveClosedError if the app shuts down before the result is there.
   */
  async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
    const call = this.#begin(options.signal);
    try {
      return await this.client.classify(submission, { ...options, signal: call.signal });
    } finally {
      call.end();
    }
  }

  /**
   * Submits, and emits the frames of the result as they come. Each subscription submits, and is billed, again.
   *
   * @returns a cold Observable; see `framesOf` of `@hivekit/rxjs`. Unsubscribing closes the connection at once.
   */
  frames(submission: Submission, options: FramesOfOptions = {}): Observable<Frame> {
    return new Observable<Frame>((subscriber) => {
      const call = this.#begin(options.signal);
      subscriber.add(call.end);
      return framesOf(this.client, submission, { ...options, signal: call.signal }).subscribe(subscriber);
    });
  }

  /** Ends what is in flight; Nest calls it before it closes the app's connections, which an open stream would keep open. */
  beforeApplicationShutdown(): void {
    this.#closed = new HiveClosedError("The application is shutting down; submit again when it is back.");
    for (const controller of this.#inFlight) controller.abort(this.#closed);
  }

  #begin(signal: AbortSignal | undefined): { readonly signal: AbortSignal; readonly end: () => void } {
    const controller = new AbortController();
    const onAbort = (): void => controller.abort(signal?.reason);
    if (this.#closed !== null) controller.abort(this.#closed);
    else if (signal?.aborted === true) onAbort();
    // Linked by hand: AbortSignal.any keeps memory on a signal that outlives many calls.
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#inFlight.add(controller);
    return {
      signal: controller.signal,
      end: () => {
        this.#inFlight.delete(controller);
        signal?.removeEventListener("abort", onAbort);
      },
    };
  }
}
