/** The time after which long work lets other work run, in milliseconds. */
const TURN_MS = 2;

/**
 * Creates a function that long work calls between two steps. It waits for one turn of the event loop if the work has
 * occupied the thread for several milliseconds, so that other requests, timers and aborts are not delayed.
 */
export function createTurns(): () => Promise<void> {
  let startedMs = performance.now();
  return async () => {
    if (performance.now() - startedMs < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    startedMs = performance.now();
  };
}
