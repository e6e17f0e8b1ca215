import { element } from "./element.ts";

const KEY = "hivekit-theme";
const THEMES = [
  ["", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

/** The event of the document's element after the theme has changed. */
export const THEME_EVENT = "desktheme";

/** The choice of a theme; the system's unless somebody has chosen. */
export function buildThemeSwitch(): HTMLElement {
  const { documentElement } = document;
  const select = element(
    "select",
    { id: "theme", name: "theme" },
    THEMES.map(([value, word]) => element("option", { value }, [word])),
  );
  select.value = documentElement.dataset["theme"] ?? "";
  const tell = (): boolean => documentElement.dispatchEvent(new CustomEvent(THEME_EVENT));
  select.addEventListener("change", () => {
    if (select.value === "") delete documentElement.dataset["theme"];
    else documentElement.dataset["theme"] = select.value;
    keep(select.value);
    tell();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
  return element("label", { class: "theme" }, [element("span", {}, ["Theme"]), select]);
}

function keep(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage can be forbidden: the choice then lasts as long as the page.
  }
}
