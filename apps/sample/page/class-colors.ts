/** How many colours the style sheet has for classes: `--class-1` and up. */
const COLORS = 8;
/** Names that are colours have a colour of their own there: a line named green that is drawn in blue helps nobody. */
const NAMED = new Set("red orange yellow green cyan blue purple pink brown black gray white".split(" "));

/** Gives each class a colour that it keeps. */
export type ClassColors = {
  /** The colour, for a style sheet. */
  of(name: string): string;
};

/** Makes one for an item; more classes than colours share them. */
export function createClassColors(): ClassColors {
  const given = new Map<string, number>();
  return {
    of: (name) => {
      if (NAMED.has(name)) return `var(--named-${name})`;
      const place = given.get(name) ?? given.size % COLORS;
      given.set(name, place);
      return `var(--class-${place + 1})`;
    },
  };
}

/** A colour of the style sheet as numbers, 0 to 255, in the theme that is shown: canvases do not know style sheets. */
export function resolveColor(color: string): readonly [number, number, number] {
  const probe = document.createElement("span");
  probe.style.color = color;
  document.body.append(probe);
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const [red = 0, green = 0, blue = 0] = parts.map(Number);
  return [red, green, blue];
}
