import { TestScheduler } from "rxjs/testing";
import { expect, it, vi } from "vitest";
import { ItemEvents } from "./item-events.ts";
import { ItemStore } from "./item-store.ts";

it("sends at most ten list events per second for each item, and always the last change", () => {
  const store: ItemStore = Object.create(ItemStore.prototype);
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ cold, expectObservable }) => {
    const change = (id: string, state: "submitting" | "deleted") => Object({ id, state });
    const changes = cold("a 9ms a 9ms (ab) 300ms a 9ms d", {
      a: change("1", "submitting"),
      b: change("2", "submitting"),
      d: change("1", "deleted"),
    });
    vi.spyOn(store, "changes", "get").mockReturnValue(changes);
    expectObservable(new ItemEvents(store).followList()).toBe("a 19ms b 79ms a 223ms a 99ms d", {
      a: { type: "item", data: change("1", "submitting") },
      b: { type: "item", data: change("2", "submitting") },
      d: { type: "deleted", data: { id: "1" } },
    });
  });
});
