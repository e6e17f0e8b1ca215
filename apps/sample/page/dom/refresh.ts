/** The content that each container shows, as JSON. */
const shown = new WeakMap<HTMLElement, string>();

/**
 * Replaces the children of a container if its content has changed. Unchanged children keep their focus, selection and
 * scroll position.
 *
 * If a replaced child had the focus, the focus moves to the new child with the same `data-key`, or otherwise to `home`,
 * so that keyboard users never lose it.
 *
 * @param content - plain data from which the children are built.
 */
export function refresh(
  container: HTMLElement,
  content: unknown,
  options: { readonly build: () => readonly (Node | string)[]; readonly home?: HTMLElement },
): void {
  const text = JSON.stringify(content);
  if (shown.get(container) === text) return;
  shown.set(container, text);
  const { activeElement } = document;
  const focused =
    activeElement instanceof HTMLElement && container.contains(activeElement) ? activeElement : null;
  container.replaceChildren(...options.build());
  if (focused === null || container.contains(focused)) return;
  const key = focused.dataset["key"];
  const replacement = [...container.querySelectorAll<HTMLElement>("[data-key]")].find(
    (one) => one.dataset["key"] === key,
  );
  (replacement ?? options.home)?.focus({ preventScroll: true });
}
