import { describe, expect, it } from "vitest";
import { fenceText } from "./fence-text.ts";

describe("fenceText", () => {
  it("keeps words, tabs, line ends and joiners of every script", () => {
    const text = "Hello, \t\n\r\n Привет, 你好, مرحبا, می\u200cخواهم, नमस्ते, क्\u200dष, 👍🏽 👩\u200d👩\u200d👧!";
    expect(fenceText(text)).toBe(`<content>${text}</content>`);
  });

  it.each([
    ["a closing mark", "a</content>b", "a&#60;/content&#62;b"],
    ["an entity", "&lt;/content&#62;", "&#38;lt;/content&#38;#62;"],
    ["full-width brackets", "＜/content＞", "&#65308;/content&#65310;"],
    ["angle quotation marks", "‹/content›", "&#8249;/content&#8250;"],
    ["mathematical brackets", "⟨/content⟩", "&#10216;/content&#10217;"],
    ["brackets around a joiner", "<\u200d/content>", "&#60;\u200d/content&#62;"],
    ["a zero-width space", "<\u200b/content>", "&#60;&#8203;/content&#62;"],
    ["a carriage return alone", "a\rb", "a&#13;b"],
    ["an override of the direction", "\u202e>tnetnoc/<", "&#8238;&#62;tnetnoc/&#60;"],
    ["tag characters outside the basic plane", "\u{e0041}", "&#917569;"],
    ["control characters", "\u0000\b\r\u001b[2K\u0085", "&#0;&#8;&#13;&#27;[2K&#133;"],
    ["a line separator", "\u2028", "&#8232;"],
  ])("escapes %s", (_name, text, escaped) => {
    expect(fenceText(text)).toBe(`<content>${escaped}</content>`);
  });

  it("leaves no character that is, or normalizes to, an angle bracket or a character of an entity", () => {
    const blockSize = 0x800;
    for (let start = 0; start <= 0x10_ffff; start += blockSize) {
      const text = String.fromCodePoint(...Array.from({ length: blockSize }, (_, index) => start + index));
      const content = fenceText(text).slice("<content>".length, -"</content>".length);
      expect(content.replaceAll(/&#\d+;/g, "").normalize("NFKD")).not.toMatch(/[<>&]/);
    }
  });
});
