import type { Frame, FrameStream, TaskSummary } from "@hivekit/core";
import { defer, finalize, mergeMap, Observable } from "rxjs";
import type { ObservableInput, Subscriber } from "rxjs";

/** A source whose items are requested one by one. */
export type PullSource<Item> = {
  /** The items, in order. */
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  /** Called after the last item. Resolves to a function that is called if the subscriber has not unsubscribed. */
  readonly onEnd?: (() => Promise<() => void>) | undefined;
  /** Closes the source. Called once, when the subscription ends for any reason. */
  readonly close?: (() => void) | undefined;
};

/** Creates a source from an iterable. When the subscription ends, it does not wait for a pending request. */
export function fromList<Item>(list: AsyncIterable<Item> | Iterable<Item>): PullSource<Item> {
  if (!(Symbol.asyncIterator in list)) return { items: list };
  const iterator = list[Symbol.asyncIterator]();
  return {
    items: { [Symbol.asyncIterator]: () => iterator },
    close: () => void iterator.return?.().catch(() => {}),
  };
}

/** Creates a source from a stream of frames. Closing it closes the connection. */
export function fromFrameStream(
  stream: FrameStream,
  onSummary: ((summary: TaskSummary) => void) | undefined,
): PullSource<Frame> {
  return {
    items: stream,
    onEnd: async () => {
      if (onSummary === undefined) return () => {};
      const summary = await stream.summary();
      return () => onSummary(summary);
    },
    close: () => stream.cancel(),
  };
}

/**
 * Emits items as fast as they arrive, without backpressure.
 *
 * @param open - Opens a source. Called for each subscription.
 */
export function emitItems<Item>(open: () => PullSource<Item>): Observable<Item> {
  return pullItems(open);
}

/**
 * Maps items as `mergeMap` does, but with backpressure: it requests, and thus reads, the next item only when fewer than
 * `concurrency` items are being processed.
 *
 * @param open - Opens a source. Called for each subscription.
 */
export function mapItems<Item, Value>(
  open: () => PullSource<Item>,
  work: {
    readonly project: (item: Item, index: number) => ObservableInput<Value>;
    readonly concurrency: number;
  },
): Observable<Value> {
  const { project, concurrency } = work;
  return defer(() => {
    const inFlight = new InFlightCounter(concurrency);
    const pace: Pace = { afterEach: () => inFlight.waitForRoom(), beforeEnd: () => inFlight.waitForIdle() };
    return pullItems(open, pace).pipe(
      mergeMap((item, index) => {
        inFlight.begin();
        // Deferred, so that work that throws synchronously also counts as ended.
        return defer(() => project(item, index)).pipe(finalize(() => inFlight.end()));
      }),
    );
  });
}

/** Creates an Observable that fails with a signal's reason when it aborts. Unsubscribing removes the listener. */
export function failOnAbort(signal: AbortSignal | undefined): Observable<never> {
  return new Observable<never>((subscriber) => {
    const fail = (): void => subscriber.error(signal?.reason);
    if (signal?.aborted === true) return fail();
    signal?.addEventListener("abort", fail);
    return () => signal?.removeEventListener("abort", fail);
  });
}

/** Controls when items are requested. */
type Pace = {
  /** Awaited before the next item is requested. */
  readonly afterEach: () => Promise<void>;
  /** Awaited before the end is reported. */
  readonly beforeEnd: () => Promise<void>;
};

function pullItems<Item>(open: () => PullSource<Item>, pace?: Pace): Observable<Item> {
  return new Observable<Item>((subscriber) => {
    const source = open();
    void emitInto(subscriber, source, pace);
    return source.close;
  });
}

/** Emits the items until they or the subscription end. Never rejects. */
async function emitInto<Item>(
  subscriber: Subscriber<Item>,
  { items, onEnd }: PullSource<Item>,
  pace?: Pace,
): Promise<void> {
  try {
    for await (const item of items) {
      subscriber.next(item);
      // Without a pace, another turn of the event loop per item would only cost time.
      if (pace !== undefined) await pace.afterEach();
      if (subscriber.closed) return;
    }
    await pace?.beforeEnd();
    const finish = await onEnd?.();
    if (subscriber.closed) return;
    finish?.();
    subscriber.complete();
  } catch (error) {
    // After an unsubscription, the error comes from closing the source and can be ignored.
    if (!subscriber.closed) subscriber.error(error);
  }
}

/** Counts the work in flight, so that one caller can wait for a free slot or for the end of all work. */
class InFlightCounter {
  readonly #limit: number;
  #count = 0;
  /** Set while the caller waits: its condition, and the function that resumes it. */
  #waiting: { readonly isMet: () => boolean; readonly resume: () => void } | null = null;

  /** @param limit - The maximum number of work items in flight, at least 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  begin(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    const waiting = this.#waiting;
    if (waiting === null || !waiting.isMet()) return;
    this.#waiting = null;
    waiting.resume();
  }

  /** Resolves once a slot is free. */
  waitForRoom(): Promise<void> {
    return this.#wait(() => this.#count < this.#limit);
  }

  /** Resolves once nothing is in flight. */
  waitForIdle(): Promise<void> {
    return this.#wait(() => this.#count === 0);
  }

  async #wait(isMet: () => boolean): Promise<void> {
    if (!isMet()) await new Promise<void>((resume) => (this.#waiting = { isMet, resume }));
  }
}
