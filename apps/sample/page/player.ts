import type { Size } from "./overlay-geometry.ts";

/** What shows an item's media. */
export type Player = {
  readonly root: HTMLElement;
  /** What is below it for the person, such as a button that plays; `null` if it brings its own. */
  readonly controls: HTMLElement | null;
  /** The size of the media in its own pixels; `null` as long as it is not known. */
  size(): Size | null;
  /** How long it lasts in seconds; `null` for still pictures, and as long as that is not known. */
  durationSeconds(): number | null;
  /** Shows a moment. */
  seek(seconds: number): void;
  /** Holds still. */
  pause(): void;
  /** Stops, and frees what it holds. */
  close(): void;
};

/** What a player tells. */
export type PlayerEvents = {
  /** Its size or its length is known, or has changed. */
  readonly onSize: () => void;
  /** It shows this moment, in seconds. */
  readonly onTime: (seconds: number) => void;
  /** It cannot show the media. */
  readonly onFailure: () => void;
};
