import { button, element } from "./element.ts";

/**
 * Asks for confirmation in a modal dialog. The focus starts on the Cancel button and returns to the previously focused
 * element afterwards.
 *
 * @returns whether the user confirmed; Escape declines.
 */
export function confirmInDialog(options: {
  readonly title: string;
  readonly text: string;
  /** The label of the button that confirms. */
  readonly confirm: string;
  readonly isDangerous: boolean;
}): Promise<boolean> {
  const { title, text, confirm, isDangerous } = options;
  const dialog = element("dialog", { "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text" }, [
    element("h2", { id: "dialog-title" }, [title]),
    element("p", { id: "dialog-text" }, [text]),
    element("div", { class: "row end" }, [
      button(() => dialog.close("no"), { autofocus: true }, ["Cancel"]),
      button(() => dialog.close("yes"), { class: isDangerous ? "danger" : "primary" }, [confirm]),
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
