import type { Random } from "../fuzz/random.ts";
import type { Specimen } from "./specimens.ts";

type Path = readonly (string | number)[];

/** A mutated response. */
export type Mutation = {
  readonly text: string;
  /** Whether the text is cut off, or an object in it repeats a key, so that no way of reading may accept it. */
  readonly isInvalid: boolean;
};

const SCALARS: readonly [unknown, ...unknown[]] = [
  null,
  "",
  "0",
  "text",
  true,
  false,
  0,
  1,
  -1,
  -0.5,
  0.99,
  200,
  1e300,
];
/** Keys that a decoder may read anywhere. */
const KEYS: readonly [string, ...string[]] = [
  "time", "classes", "class", "class_name", "score", "value", "bounding_poly", "mapping", "url", "output", "status", "code",
  "error_code", "message", "response", "input", "media", "language", "moderated_classes", "text_filters", "pii_entities",
  "frame_results", "classifications", "transcript", "words", "block_text", "translated_text", "file", "hashes", "reasons",
  "classifierPrediction", "extra", "algorithmic_tags", "start_char_index", "string_matches", "__proto__", "constructor", "x",
]; // prettier-ignore

/**
 * Mutates a response one to three times: removes, replaces, adds or repeats values, or cuts the text off.
 *
 * The evidence never becomes harmless: it stays, or is removed together with all that proves that the media was
 * evaluated, or becomes a value of the wrong type.
 */
export function mutate(specimen: Specimen, random: Random): Mutation {
  const reply: unknown = structuredClone(specimen.reply);
  for (let count = random.between(1, 3); count > 0; count--) mutateOnce(reply, specimen, random);
  const text = JSON.stringify(reply);
  if (random.chance(0.1)) return { text: text.slice(0, random.below(text.length)), isInvalid: true };
  if (random.chance(0.1)) return { text: repeatKey(text, random), isInvalid: true };
  return { text, isInvalid: false };
}

function mutateOnce(reply: unknown, specimen: Specimen, random: Random): void {
  const paths = listPaths(reply);
  const path = paths[random.below(paths.length)];
  const holder = path === undefined ? undefined : valueAt(reply, path.slice(0, -1));
  const key = path?.at(-1);
  if (path === undefined || key === undefined || typeof holder !== "object" || holder === null) return;
  const place = relate(path, specimen.evidence);
  if (place === "aside") {
    const action = random.below(4);
    if (action === 0) remove(holder, key);
    else if (action === 1) set(holder, key, random.pick(SCALARS));
    else if (action === 2) set(holder, key, random.pick<unknown>([{}, [], [null], [{}], { a: 1 }, ["text"]]));
    else if (!Array.isArray(holder)) addKey(holder, random);
  } else if (place === "evidence") {
    const evidence = valueAt(reply, path);
    const value = random.pick<unknown>([null, {}, [], true, -0.5, ["text"]]);
    // Otherwise, it stays.
    if (isWrong(evidence, value)) set(holder, key, value);
  } else {
    // The list of found things, emptied or shortened, would mean that nothing was found.
    const isElement = Array.isArray(holder);
    if (isElement && specimen.isFoundInList) return;
    const action = random.below(3);
    if (action === 0) remove(holder, key);
    else
      set(
        holder,
        key,
        random.pick<unknown>(
          specimen.isFoundInList ? [null, "text", 5, true] : [null, "text", 5, true, [], {}],
        ),
      );
  }
}

/** Whether a value has another type than the evidence. A negative number is never a score. */
function isWrong(evidence: unknown, value: unknown): boolean {
  if (typeof evidence === "number") return typeof value !== "number" || value < 0;
  return typeof value !== typeof evidence;
}

/** Where a position is: the evidence or inside it, around it, or aside. */
function relate(path: Path, evidence: Specimen["evidence"]): "evidence" | "around" | "aside" {
  for (const one of evidence) {
    const length = Math.min(path.length, one.length);
    if (!path.slice(0, length).every((step, index) => step === one[index])) continue;
    return path.length >= one.length ? "evidence" : "around";
  }
  return "aside";
}

function listPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const path = [...at, key];
    return [path, ...listPaths(Reflect.get(value, key), path)];
  });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (holder, step) => (typeof holder === "object" && holder !== null ? Reflect.get(holder, step) : undefined),
    value,
  );
}

function remove(holder: object, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function set(holder: object, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}

function addKey(holder: object, random: Random): void {
  const key = random.pick(KEYS);
  if (!Object.hasOwn(holder, key)) set(holder, key, random.pick<unknown>([...SCALARS, {}, [], [{}]]));
}

/** Repeats a key of an object with another value, before or after the first one. */
function repeatKey(text: string, random: Random): string {
  const keys = [...text.matchAll(/[{,]("(?:[^"\\]|\\.)*"):/g)];
  const match = keys[random.below(keys.length)];
  if (match?.[1] === undefined) return text.slice(0, -1);
  const place = match.index + 1;
  return `${text.slice(0, place)}${match[1]}:${JSON.stringify(random.pick(SCALARS))},${text.slice(place)}`;
}
