/** A wait ended because `reset()` or `close()` was called. */
export class EmulatorEnded extends Error {
  override readonly name = "EmulatorEnded";
  constructor() {
    super("the emulator was reset or closed");
  }
}

/** The time between two resets. Everything that waits in it ends with it. */
export type Epoch = {
  /** The number of resets so far. */
  readonly number: number;
  /** Calls `end` once, when the epoch ends. @returns a function that removes the listener */
  onEnd(end: () => void): () => void;
  /** Ends the epoch and starts the next one. */
  end(): void;
  /** Ends the epoch for good, unless `end` starts another one: nobody is left to end an endless wait. */
  close(): void;
  /** Whether it is closed and no other epoch has started since. */
  readonly isClosed: boolean;
};

/** Starts the first epoch. */
export function startEpoch(): Epoch {
  let number = 0;
  // Set by `close`, cleared by `end`.
  let isClosed = false;
  let listeners = new Set<() => void>();
  const end = (): void => {
    const ended = listeners;
    listeners = new Set();
    number += 1;
    isClosed = false;
    for (const listener of ended) listener();
  };
  return {
    get number() {
      return number;
    },
    onEnd: (listener) => {
      const own = listeners;
      own.add(listener);
      return () => own.delete(listener);
    },
    get isClosed() {
      return isClosed;
    },
    end,
    close: () => {
      end();
      isClosed = true;
    },
  };
}
