import { HiveClosedError } from "@hivekit/core";

/**
 * How long no call may be in flight before a shutdown continues, in milliseconds. Callers that make two calls in a row
 * often do other work in between, such as a database query.
 */
const QUIET_MS = 100;
/** How long a shutdown waits for the cleanup of aborted calls, in milliseconds. */
const CLEANUP_MS = 1_000;

/** A call in flight. */
export type RegisteredCall = {
  /** Aborts when the caller's own signal aborts, or when the shutdown aborts the calls still in flight. */
  readonly signal: AbortSignal;
  /** Ends the call. Must be called once the call is over; later calls have no effect. */
  readonly end: () => void;
};

/** Tracks the calls in flight, so that a shutdown can wait for them and then abort them. */
export class CallRegistry {
  /** Added when a call begins, removed when it ends. */
  readonly #controllers = new Set<AbortController>();
  /** Cleanup of aborted calls. Added when the call is aborted, removed when the cleanup is done. */
  readonly #cleanups = new Set<Promise<void>>();
  /** Set when the shutdown has aborted the calls in flight; every later call is aborted immediately. */
  #closed: HiveClosedError | null = null;
  /** Set while a shutdown waits for the calls in flight; called whenever the last one ends. */
  #onIdle: (() => void) | null = null;
  /** Set when a shutdown begins. */
  #isClosing = false;

  /** Whether a shutdown has begun. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** The number of calls in flight. */
  get size(): number {
    return this.#controllers.size;
  }

  /**
   * Begins a call. After the shutdown, its signal is already aborted with a `HiveClosedError`.
   *
   * @param signal - The caller's signal.
   * @param controller - Aborts the call's signal.
   */
  begin(signal?: AbortSignal, controller = new AbortController()): RegisteredCall {
    if (this.#closed !== null) controller.abort(this.#closed);
    const unfollow = followSignal(signal, controller);
    this.#controllers.add(controller);
    return {
      signal: controller.signal,
      end: () => {
        unfollow();
        if (this.#controllers.delete(controller) && this.#controllers.size === 0) this.#onIdle?.();
      },
    };
  }

  /** Makes the shutdown wait up to one second for the cleanup of an aborted call. The promise must not reject. */
  addCleanup(cleanup: Promise<void>): void {
    this.#cleanups.add(cleanup);
    void cleanup.finally(() => this.#cleanups.delete(cleanup));
  }

  /**
   * Waits up to `graceMs` milliseconds until no call has been in flight for 100 ms. Then it aborts the remaining calls
   * and every later call. During the grace period new calls may begin, because the calls in flight may need them.
   * Resolves immediately if no call is in flight.
   */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    if (this.#controllers.size > 0 && graceMs > 0 && this.#closed === null) await this.#waitForIdle(graceMs);
    this.#closed ??= new HiveClosedError(
      "The application is shutting down. Submit again after it has restarted.",
    );
    for (const controller of this.#controllers) controller.abort(this.#closed);
    if (this.#cleanups.size > 0) await this.#waitForCleanups();
  }

  #waitForIdle(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      /** Set when the last call ends; has no effect if another call has begun by the time it fires. */
      let quiet: NodeJS.Timeout | undefined;
      const done = (): void => {
        clearTimeout(grace);
        clearTimeout(quiet);
        this.#onIdle = null;
        resolve();
      };
      const grace = setTimeout(done, graceMs);
      this.#onIdle = () => {
        clearTimeout(quiet);
        quiet = setTimeout(() => {
          if (this.#controllers.size === 0) done();
        }, QUIET_MS);
      };
    });
  }

  async #waitForCleanups(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLEANUP_MS);
    });
    await Promise.race([Promise.all(this.#cleanups), timeout]);
    clearTimeout(timer);
  }
}

const registries = new WeakMap<object, CallRegistry>();

/**
 * Returns the call registry of a service. Registries belong to services, not to registrations: a test may replace the
 * service, and the service that is shut down must count the callbacks.
 */
export function getCallRegistry(service: object): CallRegistry {
  const existing = registries.get(service);
  if (existing !== undefined) return existing;
  const registry = new CallRegistry();
  registries.set(service, registry);
  return registry;
}

/**
 * Aborts a controller with a signal's reason when the signal aborts. Does not use `AbortSignal.any`, because it retains
 * memory for a signal that outlives many calls.
 *
 * @returns a function that removes the listener.
 */
function followSignal(signal: AbortSignal | undefined, controller: AbortController): () => void {
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  return () => signal?.removeEventListener("abort", onAbort);
}
