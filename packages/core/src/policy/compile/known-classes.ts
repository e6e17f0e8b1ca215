import { AI_GENERATED_CLASSES, AI_SOURCE_CLASSES } from "../../result/ai-generated-classes.ts";
import { isNegativeClass } from "../../result/class-heads.ts";
import { TEXT_CLASSES } from "../../result/text-classes.ts";
import { VISUAL_HEADS } from "../../result/visual-heads.ts";

/** The known classes that are scored with probabilities. */
export const PROBABILITY_CLASSES: ReadonlySet<string> = new Set([
  ...VISUAL_HEADS.flatMap(({ classes }) => classes),
  ...AI_GENERATED_CLASSES,
  ...AI_SOURCE_CLASSES,
]);

/** The known classes that are scored with levels. */
export const LEVEL_CLASSES: ReadonlySet<string> = new Set(TEXT_CLASSES.map(({ name }) => name));

/** `none` is the source of a picture that was not generated. */
const OTHER_NEGATIVES: ReadonlySet<string> = new Set(["not_ai_generated", "none"]);

const MAX_SUGGESTIONS = 4;

/** Checks whether a class is known to be negative: it means that nothing of its kind was found. */
export function isKnownNegative(name: string): boolean {
  return OTHER_NEGATIVES.has(name) || isNegativeClass(name) === true;
}

/**
 * Suggests positive classes for a name that is not known.
 *
 * First come the classes of the visual heads whose subject is in the name: `yes_gun` means `gun_in_hand`, which an edit
 * distance would not find. Otherwise, it suggests classes within a short edit distance.
 */
export function suggestClasses(name: string, candidates: Iterable<string>): readonly string[] {
  const known = [...candidates].filter((candidate) => !isKnownNegative(candidate));
  const subject = name.toLowerCase().replace(/^(?:yes|no|not|is|has)_/, "");
  const bySubject = known.filter((candidate) => listSubjects(candidate).includes(subject));
  if (bySubject.length > 0) return bySubject.slice(0, MAX_SUGGESTIONS);
  const maxDistance = Math.max(1, Math.floor(name.length / 4));
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate) }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** Lists the subjects of a class: the name of its head, and the last word of that, as in `female_nudity`. */
function listSubjects(candidate: string): readonly string[] {
  const head = VISUAL_HEADS.find(({ classes }) => classes.some((one) => one === candidate));
  const subject = head?.name ?? candidate;
  return [subject, candidate.replace(/^yes_/, ""), subject.slice(subject.lastIndexOf("_") + 1)];
}

/** Counts the letters to insert, delete, replace or swap with their neighbor to turn one word into the other. */
function editDistance(one: string, other: string): number {
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
