import { checkCase } from "./check-case.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import type { MismatchKind } from "./mismatch.ts";

/** A large document takes a second per attempt. */
const MOST_MS = 20_000;

/** Removes everything from a case that is not needed for its failure. */
export async function shrinkCase(fuzz: FuzzCase, kind: MismatchKind): Promise<FuzzCase> {
  let smallest = fuzz;
  const startMs = performance.now();
  const isTired = (): boolean => performance.now() - startMs > MOST_MS;
  const accepts = async (candidate: FuzzCase): Promise<boolean> => {
    if (isTired() || (await checkCase(candidate))?.kind !== kind) return false;
    smallest = candidate;
    return true;
  };
  await accepts({ ...smallest, cuts: [] });
  for (let isSmaller = true; isSmaller && !isTired();) {
    isSmaller = false;
    // Complete elements, the largest first; then any segments.
    for (const [start, end] of elementsOf(smallest)) {
      if (await accepts(without(smallest, start, end - start))) {
        isSmaller = true;
        break;
      }
    }
  }
  for (let size = Math.ceil(smallest.document.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < smallest.document.length && !isTired();) {
      if (!(await accepts(without(smallest, start, size)))) start += size;
    }
  }
  for (let index = smallest.cuts.length - 1; index >= 0; index--) {
    await accepts({ ...smallest, cuts: smallest.cuts.toSpliced(index, 1) });
  }
  return smallest;
}

function without(fuzz: FuzzCase, start: number, size: number): FuzzCase {
  const end = Math.min(start + size, fuzz.document.length);
  const cuts = fuzz.cuts.map((cut) => (cut <= start ? cut : Math.max(start, cut - (end - start))));
  if (fuzz.kind === "reader") {
    return { ...fuzz, cuts, document: fuzz.document.slice(0, start) + fuzz.document.slice(end) };
  }
  const document = Uint8Array.of(...fuzz.document.subarray(0, start), ...fuzz.document.subarray(end));
  return { ...fuzz, cuts, document };
}

/** Lists the positions of the elements of arrays and objects, with one comma, the longest first. */
function elementsOf({ document }: FuzzCase): (readonly [start: number, end: number])[] {
  const text = typeof document === "string" ? document : Buffer.from(document).toString("latin1");
  const elements: (readonly [number, number])[] = [];
  /** The start of the current element of each open bracket. */
  const starts: number[] = [];
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
    if (found === "{" || found === "[") starts.push(index + 1);
    const start = starts.at(-1) ?? 0;
    if (found === ",") {
      elements.push([start, index + 1]);
      starts.splice(-1, 1, index + 1);
    } else if (found === "}" || found === "]") {
      elements.push([text[start - 1] === "," ? start - 1 : start, index]);
      starts.pop();
    }
  }
  return elements
    .filter(([start, end]) => end > start)
    .toSorted((one, other) => other[1] - other[0] - (one[1] - one[0]));
}
