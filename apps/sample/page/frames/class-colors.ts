/** The number of class colors in the style sheet: `--class-1` and up. */
const COLOR_COUNT = 8;
/**
 * Classes named after colors have their own colors in the style sheet, so that the line of the class `green` is green.
 */
const NAMED_COLORS = new Set(
  "red orange yellow green cyan blue purple pink brown black gray white".split(" "),
);

/** Assigns a fixed color to each class. */
export type ClassColors = {
  /** Returns the CSS color of a class. */
  of(name: string): string;
};

/** Creates the colors of an item. If there are more classes than colors, classes share them. */
export function createClassColors(): ClassColors {
  const assigned = new Map<string, number>();
  return {
    of: (name) => {
      if (NAMED_COLORS.has(name)) return `var(--named-${name})`;
      const place = assigned.get(name) ?? assigned.size % COLOR_COUNT;
      assigned.set(name, place);
      return `var(--class-${place + 1})`;
    },
  };
}

/** Resolves a CSS color to red, green and blue (0 to 255) in the current theme, for canvases. */
export function resolveColor(color: string): readonly [number, number, number] {
  const probe = document.createElement("span");
  probe.style.color = color;
  document.body.append(probe);
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const [red = 0, green = 0, blue = 0] = parts.map(Number);
  return [red, green, blue];
}
