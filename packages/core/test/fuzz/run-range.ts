import { checkCase } from "./check-case.ts";
import type { Guesses } from "./check-case.ts";
import { fuzzCase } from "./fuzz-case.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import type { Mismatch, MismatchKind } from "./mismatch.ts";
import { shrinkCase } from "./shrink-case.ts";

/** A failed case, minimized. */
type Failure = { readonly index: number; readonly kind: MismatchKind; readonly description: string };

/** The report of a run. */
export type Report = {
  documents: number;
  readonly guesses: Guesses;
  /** The first failure of each kind, and the number of others. */
  readonly failures: { readonly first: Failure; count: number }[];
};

/** The documents: `first`, `first + step` and so on, below `end`. */
export type Range = {
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly step: number;
};

/**
 * Checks a range of cases.
 *
 * @param onStart - Called before each case.
 */
export async function runRange(range: Range, onStart: (index: number) => void = () => {}): Promise<Report> {
  const report: Report = {
    documents: 0,
    guesses: { guesses: 0, misses: 0, exactFrames: 0, lateFrames: 0 },
    failures: [],
  };
  for (let index = range.first; index < range.end; index += range.step) {
    onStart(index);
    const fuzz = fuzzCase(range.seed, index);
    const mismatch = await checkCase(fuzz, report.guesses);
    report.documents++;
    if (mismatch === null) continue;
    const known = report.failures.find(({ first }) => first.kind === mismatch.kind);
    if (known !== undefined) {
      known.count++;
      continue;
    }
    const first = { index, kind: mismatch.kind, description: await explain(fuzz, mismatch) };
    report.failures.push({ first, count: 1 });
  }
  return report;
}

/** Describes the smallest document with the same failure. */
async function explain(fuzz: FuzzCase, mismatch: Mismatch): Promise<string> {
  if ((await checkCase(fuzz)) === null) {
    return `${mismatch.message}\nThe same document passes when it is checked again: ${fuzz.document.length} long, ${fuzz.kind}.`;
  }
  const small = await shrinkCase(fuzz, mismatch.kind);
  const message = (await checkCase(small))?.message ?? mismatch.message;
  return `${message}\n${describe(small)}`;
}

function describe({ document, cuts, ...way }: FuzzCase): string {
  const content =
    typeof document === "string"
      ? JSON.stringify(document)
      : `${JSON.stringify(new TextDecoder().decode(document))} = ${Buffer.from(document).toString("hex")}`;
  return `${content} cut at [${cuts.join(", ")}], ${JSON.stringify(way)}`;
}

/** Adds one report to another. */
export function joinReports(reports: readonly Report[]): Report {
  const joined: Report = {
    documents: 0,
    guesses: { guesses: 0, misses: 0, exactFrames: 0, lateFrames: 0 },
    failures: [],
  };
  for (const { documents, guesses, failures } of reports) {
    joined.documents += documents;
    joined.guesses.guesses += guesses.guesses;
    joined.guesses.misses += guesses.misses;
    joined.guesses.exactFrames += guesses.exactFrames;
    joined.guesses.lateFrames += guesses.lateFrames;
    for (const failure of failures) {
      const known = joined.failures.find(({ first }) => first.kind === failure.first.kind);
      if (known === undefined) joined.failures.push({ ...failure });
      else known.count += failure.count;
    }
  }
  return joined;
}
