/** How long work may go on before other requests get a turn, in milliseconds. */
const TURN_MS = 20;

/**
 * Lets the event loop have a turn every now and then: awaiting what is ready does not, so that thousands of frames would keep
 * every other request, and every abort, waiting until the last one.
 *
 * @returns the same items in the same order. Leaving early leaves the source.
 */
export async function* takeTurns<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let turnBegan = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - turnBegan < TURN_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turnBegan = performance.now();
  }
}
