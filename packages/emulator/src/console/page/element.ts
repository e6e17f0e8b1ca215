/** The attributes and the click handler of an element. */
export type ElementOptions = {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
};

/**
 * Creates an element. Strings become text, never markup, because file names, labels and messages are untrusted.
 *
 * @param children - texts and elements, in order.
 */
export function createElement<K extends keyof HTMLElementTagNameMap>(
  name: K,
  options: ElementOptions = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  for (const [attribute, value] of Object.entries(options.attributes ?? {}))
    created.setAttribute(attribute, value);
  if (options.onClick !== undefined) created.addEventListener("click", options.onClick);
  created.append(...children);
  return created;
}

/** Returns the element of the page with this id. */
export function getElement(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element with the id ${id}.`);
  return found;
}
