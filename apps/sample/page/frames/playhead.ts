/** The current time of the media. The player and the timeline move it. */
export type Playhead = {
  /** Seconds from the start of the media. */
  readonly seconds: number;
  /** Moves the playhead and calls the listeners. */
  move(seconds: number, movedBy: "player" | "user"): void;
  /** Calls the listener now and after every move. */
  listen(listener: (seconds: number, movedBy: "player" | "user") => void): void;
};

/** Creates a playhead at the start of the media. */
export function createPlayhead(): Playhead {
  const listeners: ((seconds: number, movedBy: "player" | "user") => void)[] = [];
  let current = 0;
  return {
    get seconds() {
      return current;
    },
    move: (seconds, movedBy) => {
      current = Math.max(0, seconds);
      for (const listener of listeners) listener(current, movedBy);
    },
    listen: (listener) => {
      listeners.push(listener);
      listener(current, "player");
    },
  };
}
