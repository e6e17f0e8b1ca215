import { readFile } from "node:fs/promises";
import type { Emulator } from "../../src/server/emulator.ts";

/** The URL of v1 submissions in Hive's documentation. */
export const TAG_TASK_URL = "https://api.thehive.ai/api/v1/tag/task";

/**
 * A response with its parsed body. The body is `any`, so that tests can access its properties; their assertions check
 * it.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type JsonResponse = { readonly status: number; readonly body: any };

/** Creates a form with a file in the field `image`. */
export function createForm(media: Uint8Array, filename: string): FormData {
  const form = new FormData();
  form.set("image", new File([new Uint8Array(media)], filename));
  return form;
}

/** Submits a file or a form to v1 with a key. */
export async function submit(
  emulator: Pick<Emulator, "fetch">,
  key: string,
  media: Uint8Array | FormData | URLSearchParams,
): Promise<JsonResponse> {
  const body = media instanceof Uint8Array ? createForm(media, "upload.bin") : media;
  const response = await emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: `Token ${key}` },
    body,
  });
  return { status: response.status, body: await response.json() };
}

/** Reads a file from the demo-media folder. */
export function demoMedia(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../../demo-media/${name}`, import.meta.url));
}
