import { detectPastedKind } from "./submission-rules.ts";

/** The handlers of dropped and pasted content. */
export type DropActions = {
  /** Receives one or more files. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Receives a URL or text that was pasted outside of a field. */
  readonly onText: (text: string, kind: "url" | "text") => void;
};

/**
 * Accepts files dropped anywhere on the page, and content pasted outside of a field. Shows a hint while files are
 * dragged over the page.
 */
export function listenToDrops({ onFiles, onText }: DropActions): void {
  // `dragenter` of the next element precedes `dragleave` of the previous one, so both are counted.
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
      if (text.trim() !== "") onText(text, detectPastedKind(text));
    }
  });
}

function holdsFiles(data: DataTransfer | null): boolean {
  return data?.types.includes("Files") === true;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, dialog") !== null;
}
