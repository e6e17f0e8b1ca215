import type { Item, ItemSource } from "../../api/desk-api.ts";
import { DeskRequestError, toRequestError } from "./desk-client.ts";

/** Content that a user submits. */
export type Upload = {
  readonly kind: ItemSource["kind"];
  readonly project: string;
  /** The file, the URL or the text. */
  readonly content: File | string;
};

/**
 * Submits content to the desk.
 *
 * @param options.onProgress - receives the share of the upload that has been sent, 0 to 1.
 * @throws DeskRequestError, or the signal's reason if it is aborted.
 */
export function sendUpload(
  { kind, project, content }: Upload,
  options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<Item> {
  const { signal, onProgress } = options;
  const form = new FormData();
  // Fields precede the file, so that the server knows the project when the file starts.
  form.set("project", project);
  if (typeof content === "string") form.set(kind, content);
  else form.set(kind, content, content.name);
  return new Promise((resolve, reject) => {
    // `fetch` does not report upload progress; `XMLHttpRequest` does.
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else reject(toRequestError(request.status, request.responseText));
    });
    request.addEventListener("error", () =>
      reject(
        new DeskRequestError(
          "The upload was interrupted. Check that the desk is running and the file still exists.",
          0,
        ),
      ),
    );
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    request.open("POST", "api/items");
    request.send(form);
  });
}
