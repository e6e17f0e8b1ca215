import { itemUrl, readRaw } from "../client/desk-client.ts";
import { element } from "../dom/element.ts";
import { errorMessage } from "../client/desk-client.ts";

/** The number of characters to show. More would make the browser slow. */
const MAX_CHARACTERS = 200_000;

/** Shows Hive's JSON when it is opened. */
export function buildRawPanel(id: string): HTMLElement {
  const text = element("pre", { tabindex: "0", "aria-label": "Hive's JSON" });
  const hint = element("p", { class: "faint" });
  const details = element("details", { class: "raw" }, [element("summary", {}, ["Hive's JSON"]), hint, text]);
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    hint.textContent = "Loading…";
    readRaw(id)
      .then((raw) => {
        const all = indentJson(raw);
        text.textContent = all.slice(0, MAX_CHARACTERS);
        hint.replaceChildren(
          all.length > MAX_CHARACTERS ? "Truncated. " : "",
          element("a", { href: itemUrl(id, "/raw"), target: "_blank", rel: "noreferrer" }, [
            "Open the complete JSON",
          ]),
        );
      })
      .catch((error: unknown) => {
        text.textContent = "";
        hint.textContent = errorMessage(error);
      })
      .finally(() => {
        text.hidden = text.textContent === "";
      });
  });
  return details;
}

/** Indents text that is JSON. */
function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
