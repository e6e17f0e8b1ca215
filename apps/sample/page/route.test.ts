import { expect, it } from "vitest";
import { matchesFilter, NO_FILTER, readFilter, writeFilter } from "./list-filter.ts";
import { itemOf } from "./item-of.ts";
import { readRoute, writeRoute } from "./route.ts";

it.each(["", "#", "#/", "#/nowhere", "#/items/", "#/items/a/b", "#/items/%"])(
  "leads to the whole list from %j",
  (hash) => {
    expect(readRoute(hash)).toEqual({ itemId: null, filter: NO_FILTER });
  },
);

it("keeps the open item and the filter in the address", () => {
  const route = {
    itemId: "a/b?c",
    filter: { decision: "review", class: "gun in hand & more", project: "colors", state: "done" },
  } as const;
  const hash = writeRoute(route);
  expect(hash).toBe("#/items/a%2Fb%3Fc?decision=review&class=gun+in+hand+%26+more&project=colors&state=done");
  expect(readRoute(hash)).toEqual(route);
  expect(writeRoute({ itemId: null, filter: NO_FILTER })).toBe("#/");
});

it("leaves out of a filter what it does not know", () => {
  expect(readFilter(new URLSearchParams("decision=maybe&state=lost&class=&project=x&more=1"))).toEqual({
    ...NO_FILTER,
    project: "x",
  });
  expect(writeFilter(NO_FILTER)).toBe("");
});

it("says which items a filter shows", () => {
  const item = itemOf("1", { decision: "review", topClasses: [{ class: "gun", score: 0.9 }] });
  expect(matchesFilter(item, NO_FILTER)).toBe(true);
  expect(matchesFilter(item, { decision: "review", class: "gun", project: "colors", state: "done" })).toBe(
    true,
  );
  expect(matchesFilter(item, { ...NO_FILTER, decision: "block" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, class: "knife" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, project: "boxes" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, state: "waiting" })).toBe(false);
});
