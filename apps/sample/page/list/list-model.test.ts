import { expect, it } from "vitest";
import { createItem } from "../../test/fixtures/test-items.ts";
import { NO_FILTER } from "../client/item-filter.ts";
import { EMPTY_LIST, isUnclear, withFound, withItem, withoutItem, withPage } from "./list-model.ts";

const list = withPage(EMPTY_LIST, { items: [createItem("3"), createItem("2")], next: "2" });
const ids = ({ items }: typeof list) => items.map(({ id }) => id);

it("appends pages, each item once", () => {
  const more = withPage(list, { items: [createItem("2"), createItem("1")], next: null });
  expect(ids(more)).toEqual(["3", "2", "1"]);
  expect(more.next).toBeNull();
});

it("adds a new item at the top", () => {
  expect(ids(withItem(list, createItem("4"), NO_FILTER))).toEqual(["4", "3", "2"]);
});

it("ignores an item on a page that is not loaded", () => {
  expect(ids(withItem(list, createItem("1"), NO_FILTER))).toEqual(["3", "2"]);
  expect(ids(withItem({ ...list, next: null }, createItem("1"), NO_FILTER))).toEqual(["3", "2", "1"]);
});

it("updates an item in place, and removes one that the filter no longer matches", () => {
  const changed = createItem("2", { decision: "block" });
  expect(withItem(list, changed, NO_FILTER).items[1]).toBe(changed);
  expect(ids(withItem(list, changed, { ...NO_FILTER, decision: "allow" }))).toEqual(["3"]);
});

it("ignores a new item that the filter does not match", () => {
  expect(ids(withItem(list, createItem("4"), { ...NO_FILTER, decision: "review" }))).toEqual(["3", "2"]);
});

it("keeps an item that is listed because of a class that is not one of its top classes", () => {
  expect(ids(withItem(list, createItem("2"), { ...NO_FILTER, class: "gun" }))).toEqual(["3", "2"]);
  expect(ids(withItem(list, createItem("4"), { ...NO_FILTER, class: "gun" }))).toEqual(["3", "2"]);
});

it("asks the server about a finished item if the filter's class is not one of its top classes", () => {
  const guns = { ...NO_FILTER, class: "gun" };
  const armed = createItem("4", { topClasses: [{ class: "gun", score: 0.9 }] });
  expect(isUnclear(list, createItem("4"), guns)).toBe(true);
  expect(isUnclear(list, createItem("4", { state: "submitting" }), guns)).toBe(false);
  expect(isUnclear(list, createItem("3"), guns)).toBe(false);
  expect(isUnclear(list, armed, guns)).toBe(false);
  expect(isUnclear(list, createItem("4"), NO_FILTER)).toBe(false);
  expect(isUnclear(list, createItem("4"), { ...guns, decision: "block" })).toBe(false);
});

it("adds the items that the server found, and keeps the others", () => {
  const older = createItem("3", { decision: "block" });
  const found = withFound(list, [createItem("4"), older], { ...NO_FILTER, class: "gun" });
  expect(ids(found)).toEqual(["4", "3", "2"]);
  expect(found.items[1]).toBe(list.items[0]);
  expect(found.next).toBe("2");
});

it("removes a deleted item", () => {
  expect(ids(withoutItem(list, "3"))).toEqual(["2"]);
});
