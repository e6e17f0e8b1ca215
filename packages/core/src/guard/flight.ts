import type { Task } from "../result/task.ts";
import { LiveFrames } from "./live-frames.ts";

/** The outcome of a flight. */
export type FlightResult = {
  readonly task: Task;
  /** Whether the task was stored, so that nothing was submitted. */
  readonly isStored: boolean;
  /** Whether the result belongs to the key: the bytes did not change before they were sent. */
  readonly isVerified: boolean;
};

/** One submission, or one lookup in the store, that several callers wait for. */
export class Flight {
  readonly #abort = new AbortController();
  readonly #onAbandoned: () => void;
  #callers = 0;
  /** The frames for the first caller, if it streams. */
  readonly live = new LiveFrames();
  readonly result: Promise<FlightResult>;

  /**
   * @param run - Produces the result. It ends when its signal aborts.
   * @param onEnd - Called when the flight has a result, has failed, or all callers have left.
   */
  constructor(run: (signal: AbortSignal, live: LiveFrames) => Promise<FlightResult>, onEnd: () => void) {
    this.#onAbandoned = onEnd;
    this.result = run(this.#abort.signal, this.live).finally(() => {
      onEnd();
      this.live.end();
    });
    // Each caller awaits the result. If all have left, the rejection would be unhandled.
    this.result.catch(() => {});
  }

  /** Adds a caller. It must call `leave` later. */
  join(): void {
    this.#callers++;
    if (this.#callers > 1) this.live.free();
  }

  /** Removes a caller. The flight is aborted with the last one. */
  leave(reason: unknown): void {
    this.#callers--;
    if (this.#callers > 0) return;
    this.#onAbandoned();
    this.#abort.abort(reason);
    this.live.free();
  }
}
