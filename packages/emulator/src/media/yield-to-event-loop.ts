/** The maximum time for which the event loop may be blocked, in milliseconds. */
const MAX_BLOCKED_MS = 20;

/**
 * Yields items and lets the event loop run at least every 20 ms. Awaiting items that are ready is not enough: thousands
 * of frames would block all other requests, and all aborts, until the last frame.
 *
 * @returns the same items in the same order. Returning early also ends the source.
 */
export async function* yieldToEventLoop<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let blockedSince = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - blockedSince < MAX_BLOCKED_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    blockedSince = performance.now();
  }
}
