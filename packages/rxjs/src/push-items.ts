import { Observable } from "rxjs";
import { emitItems } from "./item-source.ts";
import type { ItemSource } from "./item-source.ts";

/** Emits items as fast as they come: a subscriber cannot hold them back. Cold; each subscription opens a source of its own. */
export function pushItems<Item>(open: () => ItemSource<Item>): Observable<Item> {
  return new Observable<Item>((subscriber) => {
    const source = open();
    void emitItems(source, subscriber);
    return source.close;
  });
}
