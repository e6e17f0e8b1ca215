/** The work that waits was ended by `reset()` or `close()`. */
export class EmulatorEnded extends Error {
  override readonly name = "EmulatorEnded";
  constructor() {
    super("the emulator was reset or closed");
  }
}

/** The time between two resets: what waits in it ends with it. */
export type Epoch = {
  /** Counts the resets. */
  readonly number: number;
  /** Calls `end` once when the epoch ends. @returns what takes it back */
  onEnd(end: () => void): () => void;
  /** Ends the epoch, and begins the next. */
  end(): void;
  /** Ends the epoch for good, unless another one is begun: nobody is left who could end what waits for ever. */
  close(): void;
  /** Whether it was closed, and no other one was begun since. */
  readonly isClosed: boolean;
};

/** Begins the first epoch. */
export function beginEpoch(): Epoch {
  let number = 0;
  // Set by `close`, cleared by `end`.
  let isClosed = false;
  let ends = new Set<() => void>();
  const end = (): void => {
    const own = ends;
    ends = new Set();
    number += 1;
    isClosed = false;
    for (const tell of own) tell();
  };
  return {
    get number() {
      return number;
    },
    onEnd: (tell) => {
      const own = ends;
      own.add(tell);
      return () => own.delete(tell);
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
