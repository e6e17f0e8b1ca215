import { expect, it } from "vitest";
import { redactMessage } from "./redact-message.ts";

it("strips query, user info and fragment from every URL", () => {
  expect(redactMessage("no https://u:p@a.example/x.jpg?sig=1#top, nor ftp://b.example/y?z")).toBe(
    "no https://a.example/x.jpg nor ftp://b.example/y",
  );
});

it("redacts every occurrence of each secret", () => {
  expect(redactMessage("key k1, key k1, text t2", ["k1", "t2", ""])).toBe(
    "key [redacted], key [redacted], text [redacted]",
  );
});

it("truncates a long message", () => {
  expect(redactMessage("x".repeat(10_000))).toHaveLength(501);
});

it("redacts a long part of a secret in every encoding", () => {
  const secret = 'My private "diary" of today: äöü, and so on for a long time';
  for (const quoted of [
    secret.slice(0, 30),
    secret.slice(20),
    JSON.stringify(secret).slice(1, 40),
    encodeURIComponent(secret).slice(0, 50),
  ]) {
    const clean = redactMessage(`Rejected: ${quoted}!`, [secret]);
    expect(clean).toBe("Rejected: [redacted]!");
  }
});

it("redacts a form-encoded secret, one in another case, and one inside another", () => {
  const secret = "My dear secret words";
  expect(redactMessage("no: my+dear+secret+words", [secret])).toBe("no: [redacted]");
  expect(redactMessage("no: MY DEAR SECRET WORDS", [secret])).toBe("no: [redacted]");
  expect(redactMessage("no: abc-1 and key abc-1-long-enough-key", ["abc-1", "abc-1-long-enough-key"])).toBe(
    "no: [redacted] and key [redacted]",
  );
});

it("keeps words that a secret happens to contain", () => {
  expect(redactMessage("Text is too long", ["Text is what I wrote"])).toBe("Text is too long");
});

it("is fast for a long HTML page", () => {
  expect(redactMessage("<p>".repeat(100_000), ["<p>".repeat(2_000)]).length).toBeLessThan(600);
});
