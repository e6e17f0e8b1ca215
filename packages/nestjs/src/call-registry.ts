import { HiveClosedError } from "@hivekit/core";

/**
 * How long nothing must have been in flight before a shutdown goes on, in milliseconds: whoever makes two calls one after the other does
 * something between them, such as a query.
 */
const LULL_MS = 100;
/** How long a shutdown waits for the last work of what it has ended, in milliseconds. */
const LAST_WORK_MS = 1_000;

/** A call in flight. */
export type RegisteredCall = {
  /** Aborts when the caller's own signal does, or the app has shut down. */
  readonly signal: AbortSignal;
  /** Must be called once the call is over. */
  readonly end: () => void;
};

/** The calls in flight: what a shutdown waits for, and then ends. */
export class CallRegistry {
  /** Added when a call begins, removed when it ends. */
  readonly #controllers = new Set<AbortController>();
  /** Set when the shutdown has ended what was in flight: from then on nothing begins. */
  #closed: HiveClosedError | null = null;
  /** What calls that were ended early have still to do. Added then, removed when it is done. */
  readonly #lastWork = new Set<Promise<void>>();
  /** Set while a shutdown waits for what is in flight; called whenever nothing is any more. */
  #onIdle: (() => void) | null = null;

  /** Set when a shutdown begins. */
  #isClosing = false;

  /** Whether a shutdown has begun. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** How many calls are in flight. */
  get size(): number {
    return this.#controllers.size;
  }

  /**
   * Begins a call; after the shutdown its signal is aborted already, with a `HiveClosedError`.
   *
   * @param controller - What aborts the call's signal.
   */
  begin(signal?: AbortSignal, controller = new AbortController()): RegisteredCall {
    if (this.#closed !== null) controller.abort(this.#closed);
    const unlink = followSignal(signal, controller);
    this.#controllers.add(controller);
    return {
      signal: controller.signal,
      end: () => {
        unlink();
        if (this.#controllers.delete(controller) && this.#controllers.size === 0) this.#onIdle?.();
      },
    };
  }

  /** Has the shutdown wait, a second at most, for what a call that was ended early has still to do. Must not fail. */
  addLastWork(work: Promise<void>): void {
    this.#lastWork.add(work);
    void work.finally(() => this.#lastWork.delete(work));
  }

  /**
   * Waits until nothing has been in flight for a tenth of a second, for `graceMs` milliseconds at most, then ends what is left and lets
   * nothing begin any more. Until then calls may begin: what is in flight may need them. Goes on at once if nothing is in flight.
   */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    if (this.#controllers.size > 0 && graceMs > 0 && this.#closed === null) await this.#idle(graceMs);
    this.#closed ??= new HiveClosedError("The application is shutting down; submit again when it is back.");
    for (const controller of this.#controllers) controller.abort(this.#closed);
    if (this.#lastWork.size > 0) await this.#lastWorkDone();
  }

  #idle(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      /** Set when nothing is in flight any more; does nothing if something has begun when it is over. */
      let lull: NodeJS.Timeout | undefined;
      const done = (): void => {
        clearTimeout(grace);
        clearTimeout(lull);
        this.#onIdle = null;
        resolve();
      };
      const grace = setTimeout(done, graceMs);
      this.#onIdle = () => {
        clearTimeout(lull);
        lull = setTimeout(() => {
          if (this.#controllers.size === 0) done();
        }, LULL_MS);
      };
    });
  }

  async #lastWorkDone(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_WORK_MS);
    });
    await Promise.race([Promise.all(this.#lastWork), patience]);
    clearTimeout(timer);
  }
}

/**
 * Aborts a controller when a signal does, with its reason. By hand: AbortSignal.any keeps memory on a signal that outlives many calls.
 *
 * @returns a function that lets go of the signal.
 */
function followSignal(signal: AbortSignal | undefined, controller: AbortController): () => void {
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  return () => signal?.removeEventListener("abort", onAbort);
}
