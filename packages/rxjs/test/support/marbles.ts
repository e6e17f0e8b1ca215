import { TestScheduler } from "rxjs/testing";
import type { RunHelpers } from "rxjs/testing";
import { setImmediate as settled } from "node:timers/promises";
import { expect } from "vitest";

const compare = (actual: unknown, expected: unknown): void => expect(actual).toEqual(expected);

/** Runs marble diagrams of what is synchronous. */
export function runMarbles(diagrams: (helpers: RunHelpers) => void): void {
  new TestScheduler(compare).run(diagrams);
}

/** What a diagram of promises can ask beside the helpers of RxJS. */
export type AsyncHelpers = Omit<RunHelpers, "flush" | "animate"> & {
  /** The frame of the diagrams that is played. */
  readonly now: () => number;
};

/**
 * Runs marble diagrams of what works with promises: all that settles does so within the frame in which it can, before the next event.
 */
export async function runAsyncMarbles(diagrams: (helpers: AsyncHelpers) => void): Promise<void> {
  const scheduler = new SettlingScheduler(compare);
  scheduler.run((helpers) => diagrams({ ...helpers, now: () => scheduler.frame }));
  await scheduler.play();
}

class SettlingScheduler extends TestScheduler {
  /** Nothing: `run` would play all events without letting a promise settle. */
  override flush(): void {}

  async play(): Promise<void> {
    for (const hot of this.hotObservables.splice(0)) hot.setup();
    for (let action = this.actions.shift(); action !== undefined; action = this.actions.shift()) {
      this.frame = action.delay;
      const error: unknown = action.execute(action.state, action.delay);
      if (error !== undefined) throw error;
      await settled();
    }
    // Nothing is left to play: what remains is to compare.
    super.flush();
  }
}
