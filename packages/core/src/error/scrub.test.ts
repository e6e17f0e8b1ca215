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

it("takes out a part of a secret that is long enough to tell something, however it is written", () => {
  const secret = 'My private "diary" of today: äöü, and so on for a long time';
  for (const quoted of [
    secret.slice(0, 30),
    secret.slice(20),
    JSON.stringify(secret).slice(1, 40),
    encodeURIComponent(secret).slice(0, 50),
  ]) {
    const clean = scrub(`Rejected: ${quoted}!`, [secret]);
    expect(clean).toBe("Rejected: [redacted]!");
  }
});

it("takes out a secret that is written as a form writes it, in other letters, or inside another", () => {
  const secret = "My dear secret words";
  expect(scrub("no: my+dear+secret+words", [secret])).toBe("no: [redacted]");
  expect(scrub("no: MY DEAR SECRET WORDS", [secret])).toBe("no: [redacted]");
  expect(scrub("no: abc-1 and key abc-1-long-enough-key", ["abc-1", "abc-1-long-enough-key"])).toBe(
    "no: [redacted] and key [redacted]",
  );
});

it("leaves words that a secret merely shares", () => {
  expect(scrub("Text is too long", ["Text is what I wrote"])).toBe("Text is too long");
});

it("keeps up with a page of HTML", () => {
  expect(scrub("<p>".repeat(100_000), ["<p>".repeat(2_000)]).length).toBeLessThan(600);
});
