/** What each place shows, by what it was made of. */
const shown = new WeakMap<HTMLElement, string>();

/**
 * Shows something in a place, if it is not what is there already: what stays keeps the focus, the selection and where it was scrolled to.
 *
 * Where the focus was in what goes, it moves to the thing of the same `data-key`, else to `home`: a keyboard is never left nowhere.
 *
 * @param content - plain data that tells what is shown.
 */
export function refresh(
  place: HTMLElement,
  content: unknown,
  options: { readonly build: () => readonly (Node | string)[]; readonly home?: HTMLElement },
): void {
  const text = JSON.stringify(content);
  if (shown.get(place) === text) return;
  shown.set(place, text);
  const { activeElement } = document;
  const focused =
    activeElement instanceof HTMLElement && place.contains(activeElement) ? activeElement : null;
  place.replaceChildren(...options.build());
  if (focused === null || place.contains(focused)) return;
  const key = focused.dataset["key"];
  const same = [...place.querySelectorAll<HTMLElement>("[data-key]")].find(
    (one) => one.dataset["key"] === key,
  );
  (same ?? options.home)?.focus({ preventScroll: true });
}
