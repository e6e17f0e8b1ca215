import type { Item } from "../../api/desk-api.ts";
import { DeskRequestError, errorMessage } from "../client/desk-client.ts";
import { button, element } from "../dom/element.ts";
import { announce } from "../dom/announce.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { sendUpload, type Upload } from "../client/upload.ts";
import { formatBytes, formatLimit } from "../format/format-values.ts";
import { describeSource } from "../format/item-labels.ts";

/** A browser opens at most six connections per host; event streams and media need some of them. */
const MAX_UPLOADS = 3;

/** The list of uploads in progress and of failed ones. */
export type UploadList = {
  /** Queues an upload. A failed upload stays in the list with its error. */
  add(upload: Upload): void;
};

/** @param options.onItem - called with the item that the desk created. */
export function buildUploadList(
  container: HTMLElement,
  options: {
    readonly onItem: (item: Item) => void;
    /** Receives the focus if the focused button disappears. */
    readonly home: HTMLElement;
    readonly maxUploadBytes: number;
  },
): UploadList {
  const limit = createConcurrencyLimit(MAX_UPLOADS);
  const remove = (row: HTMLElement): void => {
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) options.home.focus({ preventScroll: true });
  };

  const add = (upload: Upload): void => {
    const name = describeUpload(upload);
    const cancel = new AbortController();
    const bar = element("progress", { max: "1", "aria-label": `Upload of ${name}` });
    const state = element("span", { class: "faint" }, ["Queued"]);
    const row: HTMLElement = element("li", { class: "upload" }, [
      element("span", { class: "upload-name" }, [name]),
      state,
      bar,
      button(() => cancel.abort(), { class: "quiet", "aria-label": `Cancel the upload of ${name}` }, [
        "Cancel",
      ]),
    ]);
    container.append(row);
    const onProgress = (share: number): void => {
      bar.value = share;
      state.textContent = share < 1 ? `${Math.floor(share * 100)}%` : "Processing…";
    };
    cancel.signal.addEventListener("abort", () => {
      remove(row);
      announce(`${name}: upload cancelled.`);
    });
    limit
      .run(async () => {
        checkSize(upload, options.maxUploadBytes);
        return sendUpload(upload, { signal: cancel.signal, onProgress });
      }, cancel.signal)
      .then((item) => {
        remove(row);
        options.onItem(item);
      })
      .catch((error: unknown) => {
        if (cancel.signal.aborted) return;
        const retry = (): void => {
          remove(row);
          add(upload);
        };
        row.classList.add("bad");
        row.replaceChildren(
          element("span", { class: "upload-name" }, [name]),
          element("p", { class: "problem", role: "alert" }, [errorMessage(error)]),
          element("span", { class: "row" }, [
            button(retry, { class: "quiet", "aria-label": `Retry ${name}` }, ["Retry"]),
            button(() => remove(row), { class: "quiet", "aria-label": `Dismiss ${name}` }, ["Dismiss"]),
          ]),
        );
      });
  };
  addEventListener("beforeunload", (event) => {
    if (container.querySelector("progress") !== null) event.preventDefault();
  });
  return { add };
}

/** Checks the size before sending, because the server could only close the connection during the upload. */
function checkSize({ content }: Upload, maxUploadBytes: number): void {
  if (typeof content === "string" || content.size <= maxUploadBytes) return;
  const size = formatBytes(content.size);
  throw new DeskRequestError(`The file is ${size}; the limit is ${formatLimit(maxUploadBytes)}.`, 413);
}

function describeUpload({ kind, content }: Upload): string {
  if (typeof content !== "string") return content.name;
  return describeSource(kind === "url" ? { kind, url: content } : { kind: "text", text: content });
}
