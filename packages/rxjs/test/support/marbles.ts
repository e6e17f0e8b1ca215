import { TestScheduler } from "rxjs/testing";
import type { RunHelpers } from "rxjs/testing";
import { setImmediate as settled } from "node:timers/promises";
import { expect } from "vitest";

const compare = (actual: unknown, expected: unknown): void => expect(actual).toEqual(expected);

/** Runs synchronous marble diagrams. */
export function runMarbles(diagrams: (helpers: RunHelpers) => void): void {
  new TestScheduler(compare).run(diagrams);
}

/** The helpers of RxJS, and a clock, for diagrams with promises. */
export type AsyncHelpers = Omit<RunHelpers, "flush" | "animate"> & {
  /** Returns the current frame of the diagrams. */
  readonly now: () => number;
};

/**
 * Runs marble diagrams with promises: all promises that can settle within a frame do so before the next event.
 */
export async function runAsyncMarbles(diagrams: (helpers: AsyncHelpers) => void): Promise<void> {
  const scheduler = new SettlingScheduler(compare);
  scheduler.run((helpers) => diagrams({ ...helpers, now: () => scheduler.frame }));
  await scheduler.play();
}

class SettlingScheduler extends TestScheduler {
  /** Does nothing: `run` would play all events without letting a promise settle. */
  override flush(): void {}

  async play(): Promise<void> {
    for (const hot of this.hotObservables.splice(0)) hot.setup();
    for (let action = this.actions.shift(); action !== undefined; action = this.actions.shift()) {
      this.frame = action.delay;
      const error: unknown = action.execute(action.state, action.delay);
      if (error !== undefined) throw error;
      await settled();
    }
    // All events are played; this compares the results.
    super.flush();
  }
}
