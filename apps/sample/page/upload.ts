import type { Item } from "../api/desk-api.ts";
import { DeskRefusal, refusalOf } from "./desk-client.ts";
import type { SubmissionKind } from "./submission-kind.ts";

/** What a person submits. */
export type Upload = {
  readonly kind: SubmissionKind;
  readonly project: string;
  /** The file, the web address or the text. */
  readonly content: File | string;
};

/**
 * Submits to the desk.
 *
 * @param options.onProgress - how much of the upload is sent, 0 to 1.
 * @throws DeskRefusal, or the signal's reason when it is aborted.
 */
export function sendUpload(
  { kind, project, content }: Upload,
  options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<Item> {
  const { signal, onProgress } = options;
  const form = new FormData();
  // Fields before the file: the server knows the project when the file begins.
  form.set("project", project);
  if (typeof content === "string") form.set(kind, content);
  else form.set(kind, content, content.name);
  return new Promise((resolve, reject) => {
    // Only this old interface tells how much was sent.
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else reject(refusalOf(request.status, request.responseText));
    });
    request.addEventListener("error", () =>
      reject(
        new DeskRefusal("The upload was cut off: is the desk still running, and the file still there?", 0),
      ),
    );
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    request.open("POST", "api/items");
    request.send(form);
  });
}
