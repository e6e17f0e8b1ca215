import { expect, it } from "vitest";
import { createItem } from "../../test/fixtures/test-items.ts";
import { describeHarm, describeSource, itemTitle, mayBeHarmful } from "./item-labels.ts";

it("names a URL without its query, and text by its beginning", () => {
  expect(describeSource({ kind: "url", url: "https://example.com/a/b.jpg?signature=secret#x" })).toBe(
    "example.com/a/b.jpg",
  );
  expect(describeSource({ kind: "url", url: "https://example.com/?q" })).toBe("example.com");
  expect(describeSource({ kind: "url", url: "not a url" })).toBe("not a url");
  expect(describeSource({ kind: "text", text: " a\n b " })).toBe("a b");
  expect(describeSource({ kind: "text", text: "x".repeat(200) })).toHaveLength(81);
});

it("treats an item as harmful unless it is finished and allowed", () => {
  expect(mayBeHarmful({ state: "done", decision: "allow" })).toBe(false);
  expect(mayBeHarmful({ state: "submitting", decision: "allow" })).toBe(true);
  for (const decision of ["block", "review", "unknown", null] as const)
    expect(mayBeHarmful({ state: "done", decision })).toBe(true);
  expect(describeHarm({ state: "submitting", decision: "allow" })).toContain("not complete");
  expect(describeHarm({ state: "waiting", decision: null })).toContain("waiting for a reviewer");
});

it("does not use text as a title while it may be harmful", () => {
  const source = { kind: "text", text: "secret" } as const;
  expect(itemTitle(createItem("1", { source, decision: "block" }))).toBe("Text (6 characters)");
  expect(itemTitle(createItem("1", { source, decision: "allow" }))).toBe("secret");
});

it("titles a restricted item with its id only", () => {
  const source = { kind: "url", url: "https://example.com/photo.jpg" } as const;
  expect(itemTitle(createItem("0123456789", { source, isRestricted: true }))).toBe(
    "Restricted item 01234567",
  );
});
