import { itemUrl, readRaw } from "./desk-client.ts";
import { element } from "./element.ts";
import { messageOf } from "./message-of.ts";

/** Letters that are shown; more make browsers slow. */
const MOST_LETTERS = 200_000;

/** Shows what Hive replied, once somebody asks for it. */
export function buildRawPanel(id: string): HTMLElement {
  const text = element("pre", { tabindex: "0", "aria-label": "Hive's reply as JSON" });
  const words = element("p", { class: "faint" });
  const details = element("details", { class: "raw" }, [
    element("summary", {}, ["Hive's reply as JSON"]),
    words,
    text,
  ]);
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    words.textContent = "Reading…";
    readRaw(id)
      .then((raw) => {
        const all = prettyJson(raw);
        text.textContent = all.slice(0, MOST_LETTERS);
        words.replaceChildren(
          all.length > MOST_LETTERS ? "The beginning. " : "",
          element("a", { href: itemUrl(id, "/raw"), target: "_blank", rel: "noreferrer" }, [
            "Open the whole",
          ]),
        );
      })
      .catch((error: unknown) => {
        text.textContent = "";
        words.textContent = messageOf(error);
      })
      .finally(() => {
        text.hidden = text.textContent === "";
      });
  });
  return details;
}

/** Lines and indents, if it is JSON. */
function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
