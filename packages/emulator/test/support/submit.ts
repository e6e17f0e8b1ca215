import { readFile } from "node:fs/promises";
import type { Emulator } from "../../src/server/emulator.ts";

/** Hive's own address, as in its documentation. */
export const TAG_TASK_URL = "https://api.thehive.ai/api/v1/tag/task";

/** An answer, read. The body is `any` so that a test can walk into it: it is JSON, and expectations check it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = { readonly status: number; readonly body: any };

/** A form with a file in it. */
export function formOf(media: Uint8Array, filename: string): FormData {
  const form = new FormData();
  form.set("image", new File([new Uint8Array(media)], filename));
  return form;
}

/** Submits a file or a ready form with a key. */
export async function submit(
  emulator: Pick<Emulator, "fetch">,
  key: string,
  media: Uint8Array | FormData | URLSearchParams,
): Promise<Answer> {
  const body = media instanceof Uint8Array ? formOf(media, "upload.bin") : media;
  const response = await emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: `Token ${key}` },
    body,
  });
  return { status: response.status, body: await response.json() };
}

/** A file of the repository's demo-media. */
export function demoMedia(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../../demo-media/${name}`, import.meta.url));
}
