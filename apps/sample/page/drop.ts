import { kindOfPaste } from "./submission-kind.ts";

/** What somebody drops on the page or pastes into it. */
export type DropActions = {
  /** One file or more. */
  readonly onFiles: (files: readonly File[]) => void;
  /** A web address or a text, pasted outside of a field. */
  readonly onText: (text: string, kind: "url" | "text") => void;
};

/** Takes what is dropped anywhere on the page, or pasted anywhere but into a field. While something is dragged over it, the page says so. */
export function listenToDrops({ onFiles, onText }: DropActions): void {
  // Every element that is entered tells so before the one that was left does.
  let depth = 0;
  const show = (): void => void document.body.classList.toggle("dragging", depth > 0);
  document.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    depth += 1;
    show();
  });
  document.addEventListener("dragleave", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    depth = Math.max(0, depth - 1);
    show();
  });
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event.dataTransfer)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    depth = 0;
    show();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
  document.addEventListener("paste", ({ clipboardData, target }) => {
    const files = [...(clipboardData?.files ?? [])];
    if (files.length > 0) onFiles(files);
    else if (!isField(target)) {
      const text = clipboardData?.getData("text/plain") ?? "";
      if (text.trim() !== "") onText(text, kindOfPaste(text));
    }
  });
}

function holdsFiles(data: DataTransfer | null): boolean {
  return data?.types.includes("Files") === true;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, dialog") !== null;
}
