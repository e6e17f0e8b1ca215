import type { Item } from "../api/desk-api.ts";
import { DeskRefusal } from "./desk-client.ts";
import { button, element } from "./element.ts";
import { messageOf } from "./message-of.ts";
import { say } from "./say.ts";
import { createTurns } from "./turns.ts";
import { sendUpload, type Upload } from "./upload.ts";
import { bytesText, limitText, nameOf } from "./words.ts";

/** A browser opens six connections to one host; the list's events, an item's and its media need some. */
const UPLOADS_AT_A_TIME = 3;

/** What is being uploaded. */
export type UploadList = {
  /** Uploads something as soon as it is its turn; what fails stays in the list and says why. */
  add(upload: Upload): void;
};

/** @param options.onItem - the desk has taken it: it is an item now. */
export function buildUploadList(
  place: HTMLElement,
  options: {
    readonly onItem: (item: Item) => void;
    /** Has the focus after the button that had it is gone. */
    readonly home: HTMLElement;
    readonly maxUploadBytes: number;
  },
): UploadList {
  const turns = createTurns(UPLOADS_AT_A_TIME);
  const remove = (row: HTMLElement): void => {
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) options.home.focus({ preventScroll: true });
  };

  const add = (upload: Upload): void => {
    const name = nameOfUpload(upload);
    const cancel = new AbortController();
    const bar = element("progress", { max: "1", "aria-label": `Upload of ${name}` });
    const state = element("span", { class: "faint" }, ["Waits for its turn"]);
    const row: HTMLElement = element("li", { class: "upload" }, [
      element("span", { class: "upload-name" }, [name]),
      state,
      bar,
      button(() => cancel.abort(), { class: "quiet", "aria-label": `Cancel the upload of ${name}` }, [
        "Cancel",
      ]),
    ]);
    place.append(row);
    const onProgress = (share: number): void => {
      bar.value = share;
      state.textContent = share < 1 ? `${Math.floor(share * 100)} %` : "The desk takes it in";
    };
    cancel.signal.addEventListener("abort", () => {
      remove(row);
      say(`${name}: upload cancelled.`);
    });
    turns
      .run(async () => {
        refuseLarge(upload, options.maxUploadBytes);
        return sendUpload(upload, { signal: cancel.signal, onProgress });
      }, cancel.signal)
      .then((item) => {
        remove(row);
        options.onItem(item);
      })
      .catch((error: unknown) => {
        if (cancel.signal.aborted) return;
        const again = (): void => {
          remove(row);
          add(upload);
        };
        row.classList.add("bad");
        row.replaceChildren(
          element("span", { class: "upload-name" }, [name]),
          element("p", { class: "problem", role: "alert" }, [messageOf(error)]),
          element("span", { class: "row" }, [
            button(again, { class: "quiet", "aria-label": `Try ${name} again` }, ["Try again"]),
            button(() => remove(row), { class: "quiet", "aria-label": `Dismiss ${name}` }, ["Dismiss"]),
          ]),
        );
      });
  };
  addEventListener("beforeunload", (event) => {
    if (place.querySelector("progress") !== null) event.preventDefault();
  });
  return { add };
}

/** Says so before it is sent: a server that refuses in the middle can only hang up. */
function refuseLarge({ content }: Upload, maxUploadBytes: number): void {
  if (typeof content === "string" || content.size <= maxUploadBytes) return;
  const size = bytesText(content.size);
  throw new DeskRefusal(`The file has ${size}, and the desk takes up to ${limitText(maxUploadBytes)}.`, 413);
}

function nameOfUpload({ kind, content }: Upload): string {
  if (typeof content !== "string") return content.name;
  return nameOf(kind === "url" ? { kind, url: content } : { kind: "text", text: content });
}
