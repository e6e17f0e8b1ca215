import { expect, it } from "vitest";
import { matchesFilter, NO_FILTER, readFilter, writeFilter } from "../client/item-filter.ts";
import { createItem } from "../../test/fixtures/test-items.ts";
import { readRoute, writeRoute } from "./route.ts";

it.each(["", "#", "#/", "#/nowhere", "#/items/", "#/items/a/b", "#/items/%"])(
  "reads %j as the complete list",
  (hash) => {
    expect(readRoute(hash)).toEqual({ itemId: null, filter: NO_FILTER });
  },
);

it("keeps the open item and the filter in the URL", () => {
  const route = {
    itemId: "a/b?c",
    filter: { decision: "review", class: "gun in hand & more", tag: "18+", project: "colors", state: "done" },
  } as const;
  const hash = writeRoute(route);
  expect(hash).toBe(
    "#/items/a%2Fb%3Fc?decision=review&class=gun+in+hand+%26+more&tag=18%2B&project=colors&state=done",
  );
  expect(readRoute(hash)).toEqual(route);
  expect(writeRoute({ itemId: null, filter: NO_FILTER })).toBe("#/");
});

it("ignores unknown values in a filter", () => {
  expect(readFilter(new URLSearchParams("decision=maybe&state=lost&class=&project=x&more=1"))).toEqual({
    ...NO_FILTER,
    project: "x",
  });
  expect(writeFilter(NO_FILTER)).toBe("");
});

it("tests which items a filter matches", () => {
  const item = createItem("1", {
    decision: "review",
    topClasses: [{ class: "gun", score: 0.9 }],
    tags: ["weapons", "18+"],
  });
  expect(matchesFilter(item, NO_FILTER)).toBe(true);
  expect(
    matchesFilter(item, { decision: "review", class: "gun", tag: "18+", project: "colors", state: "done" }),
  ).toBe(true);
  expect(matchesFilter(item, { ...NO_FILTER, decision: "block" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, class: "knife" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, tag: "graphic" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, project: "boxes" })).toBe(false);
  expect(matchesFilter(item, { ...NO_FILTER, state: "waiting" })).toBe(false);
});
