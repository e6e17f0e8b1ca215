import { defer, finalize, mergeMap, Observable } from "rxjs";
import type { ObservableInput } from "rxjs";
import { emitItems } from "./item-source.ts";
import type { ItemSource } from "./item-source.ts";
import { WorkCount } from "./work-count.ts";

/**
 * Maps items as `mergeMap` does, but asks for the next one only when there is room for it: what is not asked for is not read, and the
 * sender waits. Cold; each subscription opens a source of its own.
 */
export function mapItems<Item, Value>(
  open: () => ItemSource<Item>,
  work: {
    readonly project: (item: Item, index: number) => ObservableInput<Value>;
    readonly concurrency: number;
  },
): Observable<Value> {
  const { project, concurrency } = work;
  return defer(() => {
    const count = new WorkCount(concurrency);
    const items = new Observable<Item>((subscriber) => {
      const source = open();
      void emitItems(source, subscriber, {
        afterEach: async () => count.room(),
        beforeEnd: async () => count.done(),
      });
      return source.close;
    });
    return items.pipe(
      mergeMap((item, index) => {
        count.begin();
        // Deferred: also of what throws at once the end is counted.
        return defer(() => project(item, index)).pipe(finalize(() => count.end()));
      }),
    );
  });
}
