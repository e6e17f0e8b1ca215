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
};

/** Begins the first epoch. */
export function beginEpoch(): Epoch {
  let number = 0;
  let ends = new Set<() => void>();
  return {
    get number() {
      return number;
    },
    onEnd: (end) => {
      const own = ends;
      own.add(end);
      return () => own.delete(end);
    },
    end: () => {
      const own = ends;
      ends = new Set();
      number += 1;
      for (const end of own) end();
    },
  };
}
