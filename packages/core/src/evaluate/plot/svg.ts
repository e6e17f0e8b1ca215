/** A part of an SVG document, in which all texts are escaped. */
export type Svg = { readonly markup: string };

type Attributes = Readonly<Record<string, string | number>>;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Creates an element. Numbers are rounded to a tenth of a pixel, so that equal data gives an equal file. */
export function element(name: string, attributes: Attributes, ...children: readonly (Svg | string)[]): Svg {
  const given = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === "number" ? formatPx(value) : value;
    return ` ${key}="${escape(text)}"`;
  });
  const open = `<${name}${given.join("")}`;
  if (children.length === 0) return { markup: `${open}/>` };
  const content = children.map((child) => (typeof child === "string" ? escape(child) : child.markup));
  // Each element inside a group is a line, so that a change of the file is readable.
  const isText = children.some((child) => typeof child === "string");
  const inner = isText ? content.join("") : `\n${content.join("\n")}\n`;
  return { markup: `${open}>${inner}</${name}>` };
}

/** Rounds a length to a tenth of a pixel. */
export function formatPx(lengthPx: number): string {
  return String(Math.round(lengthPx * 10) / 10 + 0);
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
