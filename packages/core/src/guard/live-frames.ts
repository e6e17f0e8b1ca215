import type { Frame } from "../result/frame.ts";

/**
 * The frames of a response for the caller who submitted. While no other caller waits for the result, a frame is read
 * only when that caller requests one. Otherwise all frames are read, and those that the caller has not requested yet
 * are held in memory.
 */
export class LiveFrames {
  /** The frames that were read. The caller has not received those from `#position`. */
  readonly #ready: Frame[] = [];
  #position = 0;
  /** Set while the caller waits for a frame. */
  #deliver: ((frame: Frame | null) => void) | null = null;
  /** Set while the reader waits for a request. */
  #proceed: (() => void) | null = null;
  /** Whether the reader no longer waits for requests. */
  #isFree = false;
  #hasEnded = false;
  #hasConsumer = true;

  /** Returns the next frame; `null` at the end. Only one call may be pending. */
  async next(): Promise<Frame | null> {
    const frame = this.#ready[this.#position];
    if (frame !== undefined) {
      this.#position++;
      if (this.#position === this.#ready.length) {
        this.#ready.length = 0;
        this.#position = 0;
      }
      return frame;
    }
    if (this.#hasEnded) return null;
    return new Promise((resolve) => {
      this.#deliver = resolve;
      this.#proceed?.();
    });
  }

  /** Waits until a frame should be read. */
  async requested(): Promise<void> {
    if (this.#isFree || this.#deliver !== null) return;
    await new Promise<void>((resolve) => {
      this.#proceed = resolve;
    });
    this.#proceed = null;
  }

  /** Delivers a frame, or holds it. */
  push(frame: Frame): void {
    if (!this.#hasConsumer) return;
    const deliver = this.#deliver;
    this.#deliver = null;
    if (deliver === null) this.#ready.push(frame);
    else deliver(frame);
  }

  /** Lets the reader continue to the end. */
  free(): void {
    this.#isFree = true;
    this.#proceed?.();
  }

  /** Drops the frames: the caller has left. */
  leave(): void {
    this.#hasConsumer = false;
    this.#ready.length = 0;
  }

  /** Ends the frames: the response has ended or failed. */
  end(): void {
    this.#hasEnded = true;
    this.#deliver?.(null);
    this.#deliver = null;
  }
}
