import { HiveClosedError } from "@hivekit/core";
import { createOptionError } from "@hivekit/core/options";
import { defer, finalize, from, mergeMap, Observable, takeUntil } from "rxjs";
import type { ObservableInput } from "rxjs";
import { failOnAbort, fromList, mapItems } from "./pull-items.ts";

/** The default number of items in flight. */
export const DEFAULT_CONCURRENCY = 4;

/** Items that are requested one by one, or that an Observable emits. */
export type ItemSource<Item> = AsyncIterable<Item> | Iterable<Item> | Observable<Item>;

/** The options of {@link settleItems}. */
export type SettleOptions<Item, Outcome> = {
  /**
   * Settles an item. Must not reject or throw, because an error is also an outcome.
   *
   * @param call - `index`: the position of the item, from 0; `signal`: aborts when the subscription ends.
   */
  readonly settle: (
    item: Item,
    call: { readonly index: number; readonly signal: AbortSignal },
  ) => Promise<Outcome>;
  /** The maximum number of items in flight. */
  readonly concurrency: number;
  /** The caller's signal, which aborts all calls. */
  readonly signal: AbortSignal | undefined;
  /** The plural noun in the message when the subscription ends, such as `tasks`. */
  readonly of: string;
};

/**
 * Settles many items, several at a time, and emits each outcome as soon as it is available. Requests the next item of
 * an iterable only when fewer than `concurrency` items are in flight.
 *
 * @returns a cold Observable. It fails if the source fails or the signal aborts. When the subscription ends, the calls
 * in flight are aborted.
 */
export function settleItems<Item, Outcome>(
  source: ItemSource<Item>,
  { settle, concurrency, signal, of }: SettleOptions<Item, Outcome>,
): Observable<Outcome> {
  return defer(() => {
    const controller = new AbortController();
    const project = (item: Item, index: number): Promise<Outcome> =>
      settle(item, { index, signal: controller.signal });
    const outcomes =
      source instanceof Observable
        ? source.pipe(mergeMap(project, concurrency))
        : mapItems(() => fromList(source), { project, concurrency });
    return outcomes.pipe(
      takeUntil(failOnAbort(signal)),
      finalize(() => {
        const isAborted = signal?.aborted === true;
        controller.abort(
          isAborted ? signal.reason : new HiveClosedError(`The subscription to these ${of} has ended.`),
        );
      }),
    );
  });
}

/**
 * Returns the source of a list of items.
 *
 * @param names - For the error message: `of` is the function that received the list, `option` its parameter, and
 * `single` the call for one item.
 * @throws HiveConfigError if the input is not a list. A string is iterable, but its characters are not items.
 */
export function toItemSource<Item>(
  items: ObservableInput<Item>,
  { of, option, single }: { readonly of: string; readonly option: string; readonly single: string },
): ItemSource<Item> {
  if (typeof items !== "string") {
    if (isIterable(items)) return items;
    try {
      return from(items);
    } catch {
      // Not an ObservableInput, and reported below.
    }
  }
  const problem = `must be an array, another iterable or an Observable; use ${single} for a single one`;
  throw createOptionError({ path: option, problem }, of);
}

function isIterable<Item>(input: ObservableInput<Item>): input is AsyncIterable<Item> | Iterable<Item> {
  return Symbol.asyncIterator in Object(input) || Symbol.iterator in Object(input);
}
