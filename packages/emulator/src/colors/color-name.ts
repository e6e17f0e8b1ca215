/**
 * The colours that the emulator tells apart, in the order in which a categorization lists them. Ours: Hive has no such model.
 */
export const COLOR_NAMES = [
  "red",
  "orange",
  "yellow",
  "green",
  "cyan",
  "blue",
  "purple",
  "pink",
  "brown",
  "black",
  "gray",
  "white",
] as const;

/** One of {@link COLOR_NAMES}. */
export type ColorName = (typeof COLOR_NAMES)[number];
