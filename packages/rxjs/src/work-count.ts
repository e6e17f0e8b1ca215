/** Counts what is in work, so that nothing is asked for before there is room for it. */
export class WorkCount {
  readonly #limit: number;
  #running = 0;
  /** Set while somebody waits: tells whether to wake up, and how. */
  #waiting: { readonly isOver: () => boolean; readonly wake: () => void } | null = null;

  /** @param limit - How much may be in work at a time, from 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** One more is in work. */
  begin(): void {
    this.#running++;
  }

  /** One less is in work. */
  end(): void {
    this.#running--;
    if (this.#waiting?.isOver() === true) this.abandon();
  }

  /** Resolves once there is room for one more. For one who waits. */
  async room(): Promise<void> {
    return this.#wait(() => this.#running < this.#limit);
  }

  /** Resolves once nothing is in work. For one who waits. */
  async done(): Promise<void> {
    return this.#wait(() => this.#running === 0);
  }

  /** Wakes whoever waits, over or not: nobody listens any more. */
  abandon(): void {
    this.#waiting?.wake();
    this.#waiting = null;
  }

  async #wait(isOver: () => boolean): Promise<void> {
    if (isOver()) return;
    await new Promise<void>((wake) => (this.#waiting = { isOver, wake }));
  }
}
