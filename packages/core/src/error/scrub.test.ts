import { expect, it } from "vitest";
import { scrub } from "./scrub.ts";

it("takes query, user info and fragment out of every URL", () => {
  expect(scrub("no https://u:p@a.example/x.jpg?sig=1#top, nor ftp://b.example/y?z")).toBe(
    "no https://a.example/x.jpg nor ftp://b.example/y",
  );
});

it("takes out every occurrence of each secret", () => {
  expect(scrub("key k1, key k1, text t2", ["k1", "t2", ""])).toBe(
    "key [redacted], key [redacted], text [redacted]",
  );
});

it("cuts what is long", () => {
  expect(scrub("x".repeat(10_000))).toHaveLength(501);
});
