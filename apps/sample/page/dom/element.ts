/** The attributes of an element. `true` sets an attribute without a value; `false` and `undefined` omit it. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Creates an element. Strings become text nodes, never markup, because file names, labels and messages are untrusted.
 *
 * @param children - strings and nodes in order; `null` is skipped.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  children: readonly (Node | string | null)[] = [],
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  setAttributes(created, attributes);
  created.append(...children.filter((child) => child !== null));
  return created;
}

/** Creates an SVG element. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): SVGElementTagNameMap[K] {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

/** Creates a button. */
export function button(
  onClick: () => void,
  attributes: Attributes,
  children: readonly (Node | string | null)[],
): HTMLButtonElement {
  const created = element("button", { type: "button", ...attributes }, children);
  created.addEventListener("click", onClick);
  return created;
}

/** Returns the element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element with the id ${id}.`);
  return found;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) target.setAttribute(name, "");
    else if (value !== undefined && value !== false) target.setAttribute(name, value);
  }
}
