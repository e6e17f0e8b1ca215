import type { Frame, FrameStream, TaskSummary } from "@hivekit/core";
import type { Subscriber } from "rxjs";

/** Items that come one after the other, as they are asked for. */
export type ItemSource<Item> = {
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  /** Called after the last item. Gives what is to be done if somebody still listens then. */
  readonly atEnd?: (() => Promise<() => void>) | undefined;
  /** Called once nobody listens any more, for whatever reason. */
  readonly close?: (() => void) | undefined;
};

/** The items of a list. What a pull waits for is let go of when nobody listens, not when it comes. */
export function listSource<Item>(list: AsyncIterable<Item> | Iterable<Item>): ItemSource<Item> {
  if (!(Symbol.asyncIterator in list)) return { items: list };
  const iterator = list[Symbol.asyncIterator]();
  return {
    items: { [Symbol.asyncIterator]: () => iterator },
    close: () => void iterator.return?.().catch(() => {}),
  };
}

/** The frames of a stream; its summary for those who want it; its connection closed when nobody listens. */
export function frameSource(
  stream: FrameStream,
  onSummary: ((summary: TaskSummary) => void) | undefined,
): ItemSource<Frame> {
  return {
    items: stream,
    atEnd: async () => {
      if (onSummary === undefined) return () => {};
      const summary = await stream.summary();
      return () => onSummary(summary);
    },
    close: () => stream.cancel(),
  };
}

/**
 * Emits the items until they end or nobody listens. Never rejects.
 *
 * @param pace - `afterEach` is waited for before the next item is asked for, `beforeEnd` before the end is told.
 */
export async function emitItems<Item>(
  { items, atEnd }: ItemSource<Item>,
  subscriber: Subscriber<Item>,
  pace?: { readonly afterEach: () => Promise<void>; readonly beforeEnd: () => Promise<void> },
): Promise<void> {
  try {
    for await (const item of items) {
      subscriber.next(item);
      await pace?.afterEach();
      if (subscriber.closed) return;
    }
    await pace?.beforeEnd();
    const finish = await atEnd?.();
    if (subscriber.closed) return;
    finish?.();
    subscriber.complete();
  } catch (error) {
    // After an unsubscription this is our own closing of the source, and nobody's concern.
    if (!subscriber.closed) subscriber.error(error);
  }
}
