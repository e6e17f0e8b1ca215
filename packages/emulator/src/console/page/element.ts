/** What an element is made with: attributes, and what it does when it is clicked. */
export type ElementOptions = {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
};

/**
 * Makes an element. Texts become text, never markup: file names, labels and messages are written by others.
 *
 * @param children - texts and elements, in their order.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  options: ElementOptions = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(options.attributes ?? {}))
    made.setAttribute(attribute, value);
  if (options.onClick !== undefined) made.addEventListener("click", options.onClick);
  made.append(...children);
  return made;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}.`);
  return found;
}
