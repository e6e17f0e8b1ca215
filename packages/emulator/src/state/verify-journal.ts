import type { JournalEntry } from "./journal.ts";

/** Which entries of the journal are meant: by values, by patterns for texts, or by a function. */
export type JournalMatch =
  | { readonly [Key in keyof JournalEntry]?: JournalEntry[Key] | RegExp | undefined }
  | ((entry: JournalEntry) => boolean);

/** What a test expects of the journal. Works with any test runner: what is not as expected throws. */
export type JournalVerifier = {
  /** @returns the one entry that fits. @throws JournalMismatch when there are none or several */
  one(match?: JournalMatch): JournalEntry;
  /** @returns the entries that fit, the oldest first. @throws JournalMismatch unless there are as many as expected */
  count(expected: number, match?: JournalMatch): readonly JournalEntry[];
  /** @throws JournalMismatch when there is one */
  none(match?: JournalMatch): void;
};

/** The journal is not as a test expects it; the message lists what came. */
export class JournalMismatch extends Error {
  /** The class's name, also in a bundle. */
  override readonly name = "JournalMismatch";
}

/** How many entries a message lists. */
const LISTED = 20;

/** Makes the expectations on a journal that is read anew each time. */
export function verifyJournal(read: () => readonly JournalEntry[]): JournalVerifier {
  const count = (expected: number, match: JournalMatch = {}): readonly JournalEntry[] => {
    const all = read();
    const fitting = all.filter((entry) => fits(entry, match));
    if (fitting.length !== expected) throw new JournalMismatch(messageOf(expected, { all, fitting, match }));
    return fitting;
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

function fits(entry: JournalEntry, match: JournalMatch): boolean {
  if (typeof match === "function") return match(entry);
  return Object.entries(match).every(([key, wanted]) => {
    if (wanted === undefined) return true;
    const actual: unknown = Reflect.get(entry, key);
    if (wanted instanceof RegExp) return typeof actual === "string" && actual.search(wanted) !== -1;
    return JSON.stringify(actual) === JSON.stringify(wanted);
  });
}

function messageOf(
  expected: number,
  {
    all,
    fitting,
    match,
  }: { all: readonly JournalEntry[]; fitting: readonly JournalEntry[]; match: JournalMatch },
): string {
  const wanted =
    typeof match === "function"
      ? "that fit the function"
      : `with { ${Object.entries(match)
          .map(([key, value]) => `${key}: ${value instanceof RegExp ? String(value) : JSON.stringify(value)}`)
          .join(", ")} }`;
  const came = all
    .slice(-LISTED)
    .map((entry) => `\n  ${fitting.includes(entry) ? "✓" : "·"} ${JSON.stringify(entry)}`);
  const submissions = expected === 1 ? "1 submission" : `${expected} submissions`;
  return `expected ${submissions} ${wanted}, got ${fitting.length} of ${all.length}:${came.join("") || " nothing came"}`;
}
