import { expect, it } from "vitest";
import { itemOf } from "./item-of.ts";
import { NO_FILTER } from "./list-filter.ts";
import { EMPTY_LIST, isUnclear, withFound, withItem, withoutItem, withPage } from "./list-model.ts";

const list = withPage(EMPTY_LIST, { items: [itemOf("3"), itemOf("2")], next: "2" });
const ids = ({ items }: typeof list) => items.map(({ id }) => id);

it("adds pages at the end, each item once", () => {
  const more = withPage(list, { items: [itemOf("2"), itemOf("1")], next: null });
  expect(ids(more)).toEqual(["3", "2", "1"]);
  expect(more.next).toBeNull();
});

it("puts a new item first", () => {
  expect(ids(withItem(list, itemOf("4"), NO_FILTER))).toEqual(["4", "3", "2"]);
});

it("leaves an item that is older than the list to its page, if there is one", () => {
  expect(ids(withItem(list, itemOf("1"), NO_FILTER))).toEqual(["3", "2"]);
  expect(ids(withItem({ ...list, next: null }, itemOf("1"), NO_FILTER))).toEqual(["3", "2", "1"]);
});

it("changes an item in its place, and drops one that the filter no longer shows", () => {
  const changed = itemOf("2", { decision: "block" });
  expect(withItem(list, changed, NO_FILTER).items[1]).toBe(changed);
  expect(ids(withItem(list, changed, { ...NO_FILTER, decision: "allow" }))).toEqual(["3"]);
});

it("takes no new item that the filter does not show", () => {
  expect(ids(withItem(list, itemOf("4"), { ...NO_FILTER, decision: "review" }))).toEqual(["3", "2"]);
});

it("keeps what is listed for a class that is not among its strongest", () => {
  expect(ids(withItem(list, itemOf("2"), { ...NO_FILTER, class: "gun" }))).toEqual(["3", "2"]);
  expect(ids(withItem(list, itemOf("4"), { ...NO_FILTER, class: "gun" }))).toEqual(["3", "2"]);
});

it("asks the server about an item whose strongest classes are not the one that is looked for, once it is over", () => {
  const guns = { ...NO_FILTER, class: "gun" };
  const armed = itemOf("4", { topClasses: [{ class: "gun", score: 0.9 }] });
  expect(isUnclear(list, itemOf("4"), guns)).toBe(true);
  expect(isUnclear(list, itemOf("4", { state: "submitting" }), guns)).toBe(false);
  expect(isUnclear(list, itemOf("3"), guns)).toBe(false);
  expect(isUnclear(list, armed, guns)).toBe(false);
  expect(isUnclear(list, itemOf("4"), NO_FILTER)).toBe(false);
  expect(isUnclear(list, itemOf("4"), { ...guns, decision: "block" })).toBe(false);
});

it("adds what the server has found, and leaves the rest as it is", () => {
  const older = itemOf("3", { decision: "block" });
  const found = withFound(list, [itemOf("4"), older], { ...NO_FILTER, class: "gun" });
  expect(ids(found)).toEqual(["4", "3", "2"]);
  expect(found.items[1]).toBe(list.items[0]);
  expect(found.next).toBe("2");
});

it("drops what is deleted", () => {
  expect(ids(withoutItem(list, "3"))).toEqual(["2"]);
});
