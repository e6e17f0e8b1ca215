import { COLOR_NAMES, type ColorName } from "../colors/name-color.ts";
import { listWords, splitName } from "./words.ts";

/** The share of each color in an image or a frame, 0 to 1, in the order of `COLOR_NAMES`. */
export type ColorShares = readonly number[];

/** The minimum share of the pixels at which a color counts as present. */
const PRESENT_SHARE = 0.01;

/**
 * Finds the colors that are present in any image or frame of a prompt, in descending order of their average share.
 */
export function findColors(pictures: readonly ColorShares[]): readonly ColorName[] {
  const averageOf = (color: ColorName): number => {
    const index = COLOR_NAMES.indexOf(color);
    return pictures.reduce((sum, shares) => sum + (shares[index] ?? 0), 0) / pictures.length;
  };
  const present = COLOR_NAMES.filter((_, index) =>
    pictures.some((shares) => (shares[index] ?? 0) >= PRESENT_SHARE),
  );
  return present.toSorted((one, other) => averageOf(other) - averageOf(one));
}

/** Finds the colors that the name or the description of a property names. */
export function listNamedColors(name: string, description: string): readonly ColorName[] {
  const words = new Set([...splitName(name), ...listWords(description)].map(toColorName));
  return COLOR_NAMES.filter((color) => words.has(color));
}

/** Returns the color that a value of an enum names; `null` for another value. */
export function readColor(value: unknown): ColorName | null {
  if (typeof value !== "string") return null;
  const name = toColorName(value.toLowerCase());
  return COLOR_NAMES.find((color) => color === name) ?? null;
}

function toColorName(word: string): string {
  return word === "grey" ? "gray" : word;
}
