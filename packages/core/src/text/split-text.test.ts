import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWellFormed } from "../value/well-formed.ts";
import { splitText } from "./split-text.ts";
import type { TextPiece } from "./split-text.ts";
import { createSegmenters } from "./text-window.ts";

const FAMILY = "👩‍👩‍👧‍👦";
const SENTENCE = "The quick brown fox jumps over the lazy dog, and then it sleeps. ";

/** Parts of texts in which a cut may do damage. */
const PARTS = [
  ...Array.from("aB1.!? \n\t-"),
  "\r\n",
  "word ",
  "End. ",
  "e\u0301\u0302",
  "\u0301",
  "\u200d",
  "\u0600",
  "👍🏽",
  FAMILY,
  "🇩🇪",
  "🇩",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "吾輩は猫である",
  "。",
  "한국어",
  "ᄀᄀ각ᆨ",
  "שלום ",
  "مرحبا؟ ",
  "क्षि",
  "\ud83d",
  "\ude00",
];

const anyText = fc.array(fc.constantFrom(...PARTS), { maxLength: 120 }).map((parts) => parts.join(""));

const anyLimits = fc
  .integer({ min: 1, max: 40 })
  .chain((limit) =>
    fc.record({ limit: fc.constant(limit), overlap: fc.integer({ min: 0, max: Math.floor(limit / 2) }) }),
  );

const countPoints = (text: string): number => Array.from(text).length;

const joinNew = (pieces: readonly TextPiece[]): string =>
  pieces.map(({ text, start }, index) => text.slice((pieces[index - 1]?.end ?? 0) - start)).join("");

/** The boundaries of graphemes, and of their code points if a grapheme has more than `most` code points. */
function listBoundaries(text: string, most: number): ReadonlySet<number> {
  const boundaries = new Set([text.length]);
  for (const { segment, index } of createSegmenters().grapheme.segment(text)) {
    let at = index;
    for (const point of segment) {
      if (at === index || countPoints(segment) > most) boundaries.add(at);
      at += point.length;
    }
  }
  return boundaries;
}

describe("for random texts and limits", () => {
  it("the pieces are parts of the text, cover all of it, and stay within the limit", () => {
    fc.assert(
      fc.property(anyText, anyLimits, (text, limits) => {
        const pieces = splitText(text, limits);
        for (const piece of pieces) {
          expect(piece.text).toBe(text.slice(piece.start, piece.end));
          expect(countPoints(piece.text)).toBeLessThanOrEqual(limits.limit);
        }
        expect(joinNew(pieces)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("every part of at most overlap code points is complete in a piece", () => {
    fc.assert(
      fc.property(anyText, anyLimits, (text, limits) => {
        const pieces = splitText(text, limits);
        const points = Array.from(text, (point) => point.length);
        const starts = points.map((_, index) => points.slice(0, index).reduce((sum, size) => sum + size, 0));
        for (const [index, start] of starts.entries()) {
          const end = starts[index + limits.overlap] ?? text.length;
          expect(pieces.some((piece) => piece.start <= start && end <= piece.end)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("every piece has text of its own, and shares at most the overlap and a quarter of the limit", () => {
    fc.assert(
      fc.property(anyText, anyLimits, (text, { limit, overlap }) => {
        const pieces = splitText(text, { limit, overlap });
        for (const [index, { start, end }] of pieces.entries()) {
          const before = pieces[index - 1] ?? { start: -1, end: 0 };
          expect(end).toBeGreaterThan(before.end);
          expect(start).toBeGreaterThan(before.start);
          const shared = countPoints(text.slice(start, before.end));
          expect(shared).toBeLessThanOrEqual(overlap + Math.floor(limit / 4));
          if (index > 0) expect(shared).toBeGreaterThanOrEqual(overlap);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("no surrogate pair is split, and no grapheme of at most a quarter of the limit", () => {
    fc.assert(
      fc.property(anyText, anyLimits, (text, limits) => {
        const boundaries = listBoundaries(text, Math.floor(limits.limit / 4));
        for (const { start, end } of splitText(text, limits)) {
          expect([boundaries.has(start), boundaries.has(end)]).toEqual([true, true]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("splitText", () => {
  it("returns no piece for an empty text, and one for a text within the limit", () => {
    expect(splitText("")).toEqual([]);
    expect(splitText("Hello.")).toEqual([{ text: "Hello.", start: 0, end: 6 }]);
    // 1024 code points, but 2048 UTF-16 units.
    expect(splitText("😀".repeat(1024))).toHaveLength(1);
    expect(splitText("😀".repeat(1025))).toHaveLength(2);
  });

  it("ends pieces after sentences, and starts them at words", () => {
    const pieces = splitText(SENTENCE.repeat(40));
    expect(pieces).toHaveLength(3);
    for (const { text } of pieces) {
      expect(text).toMatch(/sleeps\. $/);
      expect(text).toMatch(/^[A-Za-z]+[ ,]/);
    }
    expect(pieces.slice(1).every(({ text }) => SENTENCE.repeat(2).includes(text.slice(0, 60)))).toBe(true);
  });

  it("ends pieces after sentences in Chinese, Hebrew and Arabic, and at line breaks", () => {
    for (const sentence of [
      "吾輩は猫である。名前はまだ無い。",
      "שלום לכולם. מה שלומכם? ",
      "كيف حالك؟ أنا بخير. ",
      "a line\n",
    ]) {
      for (const { text } of splitText(sentence.repeat(300)).slice(0, -1)) {
        expect(sentence.repeat(3)).toContain(text.slice(-sentence.length));
        expect(text).toMatch(/(?:[。.؟?] ?|\n)$/u);
      }
    }
  });

  it("does not split a word or an emoji, even without sentences", () => {
    for (const { text } of splitText("word ".repeat(1000))) expect(text).toMatch(/^(?:word )+$/);
    for (const { text } of splitText(FAMILY.repeat(1000))) expect(text.replaceAll(FAMILY, "")).toBe("");
    for (const { text } of splitText("🇩🇪".repeat(2000))) expect(text.replaceAll("🇩🇪", "")).toBe("");
    for (const { text } of splitText("\r\n".repeat(3000))) expect(text.replaceAll("\r\n", "")).toBe("");
  });

  it("splits a word that exceeds the limit between graphemes", () => {
    const pieces = splitText("e\u0301".repeat(5000));
    expect(joinNew(pieces)).toBe("e\u0301".repeat(5000));
    for (const { text } of pieces) expect(text).toMatch(/^(?:e\u0301)+$/);
  });

  it("splits a grapheme that exceeds the limit between code points", () => {
    const text = `a${"\u{1d165}".repeat(5000)}b`;
    const pieces = splitText(text);
    expect(joinNew(pieces)).toBe(text);
    for (const piece of pieces) expect(isWellFormed(piece.text)).toBe(true);
  });

  it("splits no short grapheme before one that exceeds the limit", () => {
    const pieces = splitText(`👍🏽a${FAMILY}`, { limit: 8, overlap: 2 });
    expect(pieces.map(({ start }) => start)).not.toContain(2);
  });

  it("has no overlap if there is none, and half of the limit if that is less than 100", () => {
    const pieces = splitText(SENTENCE.repeat(40), { overlap: 0 });
    expect(pieces.map(({ text }) => text).join("")).toBe(SENTENCE.repeat(40));
    const [first, second] = splitText("a".repeat(100), { limit: 20 });
    expect([first?.end, second?.start]).toEqual([20, 10]);
  });

  it("splits a text of a million characters without segmenting it as a whole", () => {
    for (const unit of [SENTENCE, "a", "\u0301", FAMILY, "吾輩は猫である", " ", "\n", "? "]) {
      const text = unit.repeat(Math.ceil(1e6 / unit.length));
      const pieces = splitText(text);
      expect(pieces.at(-1)?.end).toBe(text.length);
      expect(pieces.length).toBeLessThan(1500);
    }
  });

  it("rejects invalid options and a text that is not a string", () => {
    const expectOption = (options: object, message: RegExp, option: string | null): void => {
      const split = (): unknown => splitText("text", options);
      expect(split).toThrow(expect.objectContaining({ kind: "config", option }));
      expect(split).toThrow(message);
    };
    expectOption({ limit: 0 }, /^splitText: limit must be a whole number of at least 1, got 0\.$/, "limit");
    expectOption({ overlap: -1 }, /overlap must be a whole number of at least 0, got -1/, "overlap");
    expectOption({ limit: 100, overlap: 51 }, /overlap must be at most 50, half of limit, got 51/, "overlap");
    expectOption({ overlaps: 1 }, /overlaps is unknown/, "overlaps");
    // @ts-expect-error -- not a string
    expect(() => splitText(7)).toThrow(expect.objectContaining({ kind: "input" }));
  });

  it("reports a runtime without Intl.Segmenter", () => {
    expect(() => createSegmenters({})).toThrow(expect.objectContaining({ kind: "config", option: null }));
    expect(() => createSegmenters({})).toThrow(/no Intl\.Segmenter/);
  });
});
