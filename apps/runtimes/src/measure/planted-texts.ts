const FAMILY = "👩‍👩‍👧‍👦";
const SENTENCE = "The quick brown fox jumps over the lazy dog, and then it sleeps. ";

/** Texts of at least 10,000 code points, by what they consist of. */
export const TEXTS: Readonly<Record<string, string>> = {
  sentences: SENTENCE.repeat(200),
  "words without sentences": "words and more words ".repeat(500),
  emoji: `Hello ${FAMILY}🇩🇪👍🏽😀! `.repeat(800),
  "only ZWJ sequences": FAMILY.repeat(1500),
  "combining marks": "e\u0301o\u0308\u0323 ".repeat(2000),
  "20 marks a letter": `Z${"\u0301\u0323".repeat(10)}`.repeat(500),
  "Chinese and Japanese": "吾輩は猫である。名前はまだ無い。我是貓，還沒有名字".repeat(450),
  "Hebrew and Arabic": "שלום לכולם. מה שלומכם? كيف حالك؟ أنا بخير. ".repeat(250),
  "a word of 5,000 letters": `${SENTENCE.repeat(40)}${"a".repeat(5000)} ${SENTENCE.repeat(40)}`,
  "a grapheme of 5,000 marks": `${SENTENCE.repeat(40)}e${"\u0301".repeat(5000)} ${SENTENCE.repeat(40)}`,
  "lone surrogates": "a\ud83d b\ude00. \ud83d\ud83d\ude00".repeat(1500),
};

/** The names of the texts. */
export const TEXT_NAMES: readonly string[] = Object.keys(TEXTS);
