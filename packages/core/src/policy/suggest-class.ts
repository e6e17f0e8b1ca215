import { VISUAL_HEADS } from "../result/visual-heads.ts";
import { meansNothing } from "./known-classes.ts";

const MOST_SUGGESTIONS = 4;

/**
 * The classes that somebody may have meant by a name that is none. Never one that says that nothing is there.
 *
 * First those of the visual heads whose subject the name has: `yes_gun` means `gun_in_hand` and its like, which no distance between
 * letters would find. Else those that are a few letters away.
 */
export function suggestClasses(name: string, candidates: Iterable<string>): readonly string[] {
  const known = [...candidates].filter((candidate) => !meansNothing(candidate));
  const subject = name.toLowerCase().replace(/^(?:yes|no|not|is|has)_/, "");
  const bySubject = known.filter((candidate) => subjectsOf(candidate).includes(subject));
  if (bySubject.length > 0) return bySubject.slice(0, MOST_SUGGESTIONS);
  const mostChanges = Math.max(1, Math.floor(name.length / 4));
  return known
    .map((candidate) => ({ candidate, changes: changesBetween(name.toLowerCase(), candidate) }))
    .filter(({ changes }) => changes <= mostChanges)
    .toSorted((one, other) => one.changes - other.changes)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** What a class is about: the name of its head, and the last word of it, as in `female_nudity`. */
function subjectsOf(candidate: string): readonly string[] {
  const head = VISUAL_HEADS.find(({ classes }) => classes.some((one) => one === candidate));
  const subject = head?.name ?? candidate;
  return [subject, candidate.replace(/^yes_/, ""), subject.slice(subject.lastIndexOf("_") + 1)];
}

/** How many letters have to be put in, taken out, replaced or swapped with their neighbour to make one word of the other. */
function changesBetween(one: string, other: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped && row > 1 && column > 1) least = Math.min(least, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
