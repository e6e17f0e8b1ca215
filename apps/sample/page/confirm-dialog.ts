import { button, element } from "./element.ts";

/**
 * Asks whether to do something that cannot be undone. The focus starts on the way out, and goes back to where it was.
 *
 * @returns whether the person said yes; Escape is a no.
 */
export function confirmByDialog(words: {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isDangerous: boolean;
}): Promise<boolean> {
  const dialog = element("dialog", { "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text" }, [
    element("h2", { id: "dialog-title" }, [words.title]),
    element("p", { id: "dialog-text" }, [words.text]),
    element("div", { class: "row end" }, [
      button(() => dialog.close("no"), { autofocus: true }, [words.no]),
      button(() => dialog.close("yes"), { class: words.isDangerous ? "danger" : "primary" }, [words.yes]),
    ]),
  ]);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
