import { Inject, Injectable } from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import {
  concatMap,
  debounceTime,
  defer,
  filter,
  groupBy,
  map,
  mergeMap,
  startWith,
  takeWhile,
  throttleTime,
} from "rxjs";
import type { Observable } from "rxjs";
import type { ItemEvents as ItemEventTypes, ListEvents } from "../api/desk-api.ts";
import { ItemStore } from "./item-store.ts";
import { isOver } from "./show-item.ts";

/** How often a page is told of an item that changes all the time, in milliseconds. */
const TELL_EVERY_MS = 100;
const LAST_TOO = { leading: true, trailing: true };
const FRAMES_PER_EVENT = 200;

type EventOf<Events> = {
  [Type in keyof Events]: { readonly type: Type; readonly data: Events[Type] };
}[keyof Events];

/** What the page is told as it happens. All of it stands in the database first, so whoever comes again misses nothing. */
@Injectable()
export class ItemEvents {
  readonly #store: ItemStore;

  constructor(@Inject(ItemStore) store: ItemStore) {
    this.#store = store;
  }

  /** What changes in the list from now on. */
  ofList(): Observable<MessageEvent> {
    return this.#store.changes.pipe(
      groupBy(({ id }) => id, { duration: (changes) => changes.pipe(debounceTime(TELL_EVERY_MS)) }),
      mergeMap((changes) => changes.pipe(throttleTime(TELL_EVERY_MS, undefined, LAST_TOO))),
      map((change): EventOf<ListEvents> =>
        change.state === "deleted"
          ? { type: "deleted", data: { id: change.id } }
          : { type: "item", data: change },
      ),
    );
  }

  /** An item's frames from the first one on, and the item whenever it changes, until it is over. */
  ofItem(id: string): Observable<MessageEvent> {
    return defer(() => {
      const told = { frames: 0 };
      return this.#store.changes.pipe(
        filter((change) => change.id === id),
        startWith(null),
        throttleTime(TELL_EVERY_MS, undefined, LAST_TOO),
        concatMap(() => this.#news(id, told)),
        takeWhile(({ type }) => type !== "end", true),
      );
    });
  }

  /** @param told - how many frames have been told until now. */
  async *#news(id: string, told: { frames: number }): AsyncGenerator<EventOf<ItemEventTypes>> {
    // The item first: frames that come after it are told with the next change.
    const row = await this.#store.find(id);
    const frameCount = row?.frameCount ?? 0;
    while (told.frames < frameCount) {
      const frames = await this.#store.frames(id, told.frames, FRAMES_PER_EVENT);
      // They were taken away, to be submitted again.
      if (frames.length === 0) break;
      told.frames += frames.length;
      yield { type: "frames", data: frames };
    }
    if (row !== null) yield { type: "item", data: await this.#store.detail(id) };
    if (row === null || isOver(row)) yield { type: "end", data: {} };
  }
}
