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
import type { ItemEvents as ItemEventTypes, ListEvents } from "../../api/desk-api.ts";
import { isFinished } from "./item-row.ts";
import { ItemStore } from "./item-store.ts";

/** The minimum interval between two events of an item, in milliseconds. */
const EVENT_INTERVAL_MS = 100;
const FIRST_AND_LAST = { leading: true, trailing: true };
const FRAMES_PER_EVENT = 200;

type EventOf<Events> = {
  [Type in keyof Events]: { readonly type: Type; readonly data: Events[Type] };
}[keyof Events];

/** Creates the server-sent events. They are read from the database, so a client that reconnects misses nothing. */
@Injectable()
export class ItemEvents {
  readonly #store: ItemStore;

  constructor(@Inject(ItemStore) store: ItemStore) {
    this.#store = store;
  }

  /** Emits the changes to the list from now on. */
  followList(): Observable<MessageEvent> {
    return this.#store.changes.pipe(
      groupBy(({ id }) => id, { duration: (changes) => changes.pipe(debounceTime(EVENT_INTERVAL_MS)) }),
      mergeMap((changes) => changes.pipe(throttleTime(EVENT_INTERVAL_MS, undefined, FIRST_AND_LAST))),
      map((change): EventOf<ListEvents> =>
        change.state === "deleted"
          ? { type: "deleted", data: { id: change.id } }
          : { type: "item", data: change },
      ),
    );
  }

  /**
   * Emits the frames of an item unless it is restricted, and the item after each change, until it is finished. The id
   * of an event is the number of frames that were sent up to and including this event.
   *
   * @param options.from - the number of frames that the client already has.
   * @param options.whenRead - resolves when the client has read the earlier events. Frames are read from the database
   * only then, so that frames for a slow client do not accumulate in memory.
   */
  followItem(
    id: string,
    options: { readonly from: number; readonly whenRead: () => Promise<void> },
  ): Observable<MessageEvent> {
    return defer(() => {
      const sent = { frames: options.from };
      return this.#store.changes.pipe(
        filter((change) => change.id === id),
        startWith(null),
        throttleTime(EVENT_INTERVAL_MS, undefined, FIRST_AND_LAST),
        concatMap(() => this.#readNews(id, { sent, whenRead: options.whenRead })),
        map((event): MessageEvent => ({ ...event, id: String(sent.frames) })),
        takeWhile(({ type }) => type !== "end", true),
      );
    });
  }

  /** @param sent - the number of frames that were sent before; this function updates it. */
  async *#readNews(
    id: string,
    { sent, whenRead }: { readonly sent: { frames: number }; readonly whenRead: () => Promise<void> },
  ): AsyncGenerator<EventOf<ItemEventTypes>> {
    await whenRead();
    // The item is read first, so that frames that arrive later are sent with the next change.
    const row = await this.#store.find(id);
    const frameCount = row?.frameCount ?? 0;
    // A resubmission has deleted frames that the client has.
    if (sent.frames > frameCount) sent.frames = 0;
    while (sent.frames < frameCount) {
      const frames = await this.#store.frames(id, sent.frames, FRAMES_PER_EVENT);
      // A resubmission has deleted them.
      if (frames.length === 0) break;
      sent.frames += frames.length;
      yield { type: "frames", data: frames };
      await whenRead();
    }
    if (row !== null) yield { type: "item", data: await this.#store.detail(id) };
    if (row === null || isFinished(row)) yield { type: "end", data: {} };
  }
}
