/** Counts what is in work, so that nothing is asked for before there is room for it. */
export class WorkCount {
  readonly #limit: number;
  #running = 0;
  /** Set while somebody waits: whether there is nothing to wait for any more, and how to tell. */
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
    const waiting = this.#waiting;
    if (waiting === null || !waiting.isOver()) return;
    this.#waiting = null;
    waiting.wake();
  }

  /** Resolves once there is room for one more. For one who waits. */
  async room(): Promise<void> {
    return this.#wait(() => this.#running < this.#limit);
  }

  /** Resolves once nothing is in work. For one who waits. */
  async done(): Promise<void> {
    return this.#wait(() => this.#running === 0);
  }

  async #wait(isOver: () => boolean): Promise<void> {
    if (isOver()) return;
    await new Promise<void>((wake) => (this.#waiting = { isOver, wake }));
  }
}
