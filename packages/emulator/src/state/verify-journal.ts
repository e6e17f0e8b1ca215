import type { JournalEntry } from "./journal.ts";

/**
 * Selects journal entries by values, by regular expressions for strings, or with a function. All given properties must
 * match.
 */
export type JournalMatch =
  | { readonly [Key in keyof JournalEntry]?: JournalEntry[Key] | RegExp | undefined }
  | ((entry: JournalEntry) => boolean);

/** Assertions on the journal. They throw, so they work with any test runner. */
export type JournalVerifier = {
  /** Asserts that exactly one entry matches. @returns the entry. @throws JournalMismatch for none or several */
  one(match?: JournalMatch): JournalEntry;
  /**
   * Asserts that `expected` entries match.
   *
   * @returns the entries, oldest first.
   * @throws JournalMismatch for any other number
   */
  count(expected: number, match?: JournalMatch): readonly JournalEntry[];
  /** Asserts that no entry matches. @throws JournalMismatch if one does */
  none(match?: JournalMatch): void;
};

/** The journal does not contain the expected entries. The message lists the latest entries. */
export class JournalMismatch extends Error {
  /** The name of the class, even in minified code. */
  override readonly name = "JournalMismatch";
}

/** The maximum number of entries that a message lists. */
const MAX_LISTED = 20;

/** Creates assertions on a journal. Each assertion reads the journal again. */
export function verifyJournal(read: () => readonly JournalEntry[]): JournalVerifier {
  const count = (expected: number, match: JournalMatch = {}): readonly JournalEntry[] => {
    const entries = read();
    const matching = entries.filter((entry) => matches(entry, match));
    if (matching.length !== expected) {
      throw new JournalMismatch(describeMismatch(expected, { entries, matching, match }));
    }
    return matching;
  };
  return {
    count,
    none: (match) => void count(0, match),
    one: (match) => {
      const [entry] = count(1, match);
      if (entry === undefined) throw new JournalMismatch("the journal changed while it was read");
      return entry;
    },
  };
}

function matches(entry: JournalEntry, match: JournalMatch): boolean {
  if (typeof match === "function") return match(entry);
  return Object.entries(match).every(([key, expected]) => {
    if (expected === undefined) return true;
    const actual: unknown = Reflect.get(entry, key);
    if (expected instanceof RegExp) return typeof actual === "string" && actual.search(expected) !== -1;
    return JSON.stringify(actual) === JSON.stringify(expected);
  });
}

function describeMismatch(
  expected: number,
  options: {
    readonly entries: readonly JournalEntry[];
    readonly matching: readonly JournalEntry[];
    readonly match: JournalMatch;
  },
): string {
  const { entries, matching, match } = options;
  const submissions = expected === 1 ? "1 submission" : `${expected} submissions`;
  const summary = `expected ${submissions}${describeMatch(match)}, got ${matching.length} of ${entries.length}:`;
  if (entries.length === 0) return `${summary} the journal is empty`;
  const lines = entries
    .slice(-MAX_LISTED)
    .map((entry) => `\n  ${matching.includes(entry) ? "✓" : "·"} ${JSON.stringify(entry)}`);
  return summary + lines.join("");
}

function describeMatch(match: JournalMatch): string {
  if (typeof match === "function") return " accepted by the function";
  const properties = Object.entries(match).map(([key, value]) => {
    return `${key}: ${value instanceof RegExp ? String(value) : JSON.stringify(value)}`;
  });
  return properties.length === 0 ? "" : ` with { ${properties.join(", ")} }`;
}
