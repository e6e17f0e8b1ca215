import { expect, it } from "vitest";
import { harmWords, mayBeHarmful, titleOf } from "./harm.ts";
import { itemOf } from "./item-of.ts";
import { mediaKindOf } from "./media-kind.ts";
import { bytesText, countText, dollarsText, limitText, momentText, nameOf, secondsText } from "./words.ts";

it("writes sizes, sums, times and numbers as people do", () => {
  expect([0, 999, 61_800, 5_000_000, 2_100_000_000].map(bytesText)).toEqual([
    "0 B",
    "999 B",
    "61.8 kB",
    "5.0 MB",
    "2.10 GB",
  ]);
  expect([1000, 209_715_200].map(limitText)).toEqual(["1.0 kB", "200 MiB"]);
  expect([0, 0.03, 0.003, 12.5, -1].map(dollarsText)).toEqual([
    "$0.00",
    "$0.03",
    "$0.003",
    "$12.50",
    "−$1.00",
  ]);
  expect([0, 3, 59.94, 59.96, 61.5, 3600].map(secondsText)).toEqual([
    "0.0 s",
    "3.0 s",
    "59.9 s",
    "1:00.0",
    "1:01.5",
    "60:00.0",
  ]);
  expect([countText(1, "frame"), countText(3600, "frame"), countText(2, "class", "classes")]).toEqual([
    "1 frame",
    "3,600 frames",
    "2 classes",
  ]);
});

it("leaves out the day of a moment that was today", () => {
  const now = new Date(2026, 4, 3, 18);
  const today = momentText(new Date(2026, 4, 3, 9, 5).toISOString(), now);
  const before = momentText(new Date(2026, 4, 2, 9, 5).toISOString(), now);
  expect(before).toContain(today);
  expect(before).not.toBe(today);
});

it("names a URL without its query, and a text by its beginning", () => {
  expect(nameOf({ kind: "url", url: "https://example.com/a/b.jpg?signature=secret#x" })).toBe(
    "example.com/a/b.jpg",
  );
  expect(nameOf({ kind: "url", url: "https://example.com/?q" })).toBe("example.com");
  expect(nameOf({ kind: "url", url: "no address" })).toBe("no address");
  expect(nameOf({ kind: "text", text: " a\n b " })).toBe("a b");
  expect(nameOf({ kind: "text", text: "x".repeat(200) })).toHaveLength(81);
});

it("takes for harmful what nobody and nothing allowed, and what is not over", () => {
  expect(mayBeHarmful({ state: "done", decision: "allow" })).toBe(false);
  expect(mayBeHarmful({ state: "submitting", decision: "allow" })).toBe(true);
  for (const decision of ["block", "review", "unknown", null] as const)
    expect(mayBeHarmful({ state: "done", decision })).toBe(true);
  expect(harmWords({ state: "submitting", decision: "allow" })).toContain("not complete");
  expect(harmWords({ state: "waiting", decision: null })).toContain("not come yet");
});

it("does not name a text by itself while it may be harmful", () => {
  const source = { kind: "text", text: "secret" } as const;
  expect(titleOf(itemOf("1", { source, decision: "block" }))).toBe("Text of 6 characters");
  expect(titleOf(itemOf("1", { source, decision: "allow" }))).toBe("secret");
});

it.each([
  [{ kind: "media", filename: "a", contentType: "video/mp4", sizeBytes: 1 }, null, "video"],
  [{ kind: "media", filename: "a.mp4", contentType: "image/gif", sizeBytes: 1 }, null, "gif"],
  [{ kind: "media", filename: "a", contentType: "image/jpeg", sizeBytes: 1 }, null, "picture"],
  [{ kind: "url", url: "https://e.com/a.MP4?x=y.jpg" }, null, "video"],
  [{ kind: "url", url: "https://e.com/a.gif" }, null, "gif"],
  [{ kind: "url", url: "https://e.com/a" }, "video/webm", "video"],
  [{ kind: "url", url: "https://e.com/a" }, null, "picture"],
] as const)("shows %j of type %s as a %s", (source, mimeType, kind) => {
  expect(mediaKindOf(source, mimeType)).toBe(kind);
});
