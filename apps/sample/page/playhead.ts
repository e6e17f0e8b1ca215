/** A moment of the media that is looked at: the player moves it, and a click on the timeline does. */
export type Playhead = {
  /** Seconds from the start of the media. */
  readonly seconds: number;
  /** Moves it. */
  move(seconds: number, mover: "player" | "person"): void;
  /** Calls the listener now and whenever it moves. */
  listen(listener: (seconds: number, mover: "player" | "person") => void): void;
};

/** Makes one at the start. */
export function createPlayhead(): Playhead {
  const listeners: ((seconds: number, mover: "player" | "person") => void)[] = [];
  let now = 0;
  return {
    get seconds() {
      return now;
    },
    move: (seconds, mover) => {
      now = Math.max(0, seconds);
      for (const listener of listeners) listener(now, mover);
    },
    listen: (listener) => {
      listeners.push(listener);
      listener(now, "player");
    },
  };
}
