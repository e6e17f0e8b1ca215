import { element } from "./element.ts";

const KEY = "hivekit-theme";
const THEMES = [
  ["", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

/** The event that the root element dispatches after the theme has changed. */
export const THEME_EVENT = "desktheme";

/** Creates the select for the theme; the default is the system's theme. */
export function buildThemeSwitch(): HTMLElement {
  const { documentElement } = document;
  const select = element(
    "select",
    { id: "theme", name: "theme" },
    THEMES.map(([value, word]) => element("option", { value }, [word])),
  );
  select.value = documentElement.dataset["theme"] ?? "";
  const notify = (): boolean => documentElement.dispatchEvent(new CustomEvent(THEME_EVENT));
  select.addEventListener("change", () => {
    if (select.value === "") delete documentElement.dataset["theme"];
    else documentElement.dataset["theme"] = select.value;
    storeTheme(select.value);
    notify();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", notify);
  return element("label", { class: "theme" }, [element("span", {}, ["Theme"]), select]);
}

function storeTheme(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The browser may block storage. The theme then lasts until the page is closed.
  }
}
