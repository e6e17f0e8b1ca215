/** A wait ended because `reset()` or `close()` was called. */
export class EmulatorEnded extends Error {
  override readonly name = "EmulatorEnded";
  constructor() {
    super("the emulator was reset or closed");
  }
}

/** The time between two resets. When it ends, all waits that started in it end too. */
export type Epoch = {
  /** Registers a listener, which is called once, when the epoch ends. @returns a function that removes the listener */
  onEnd(listener: () => void): () => void;
  /** Ends the epoch and starts the next one. */
  end(): void;
  /** Ends the epoch. Until the next `end`, endless waits reject immediately, because nothing would end them. */
  close(): void;
  /** Whether `close` was called after the last `end`. */
  readonly isClosed: boolean;
};

/** Starts the first epoch. */
export function startEpoch(): Epoch {
  // Set by `close`, cleared by `end`.
  let isClosed = false;
  let listeners = new Set<() => void>();
  const end = (): void => {
    const ended = listeners;
    listeners = new Set();
    isClosed = false;
    for (const listener of ended) listener();
  };
  return {
    onEnd: (listener) => {
      const current = listeners;
      current.add(listener);
      return () => current.delete(listener);
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
