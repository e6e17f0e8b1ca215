import { createReadStream, openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { HiveClient } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { request } from "undici";

/** Uploads a file to a server, and reads the reply. */
export type Upload = (file: { readonly baseUrl: string; readonly path: string }) => Promise<void>;

const TASK_PATH = "/api/v1/tag/task";
const HEADERS = { authorization: "Token bench" };

/** The name of Hivekit in {@link UPLOAD_CLIENTS}. */
export const HIVEKIT_UPLOAD = "hivekit classify(), fromPath";

/** All clients. undici sends only the file, without a form, and is thus the upper bound. */
export const UPLOAD_CLIENTS: Readonly<Record<string, Upload>> = {
  [HIVEKIT_UPLOAD]: async ({ baseUrl, path }) => {
    await new HiveClient({ apiKey: "bench", baseUrl }).classify({ media: fromPath(path) });
  },
  "fetch, openAsBlob": (file) => uploadWithFetch(file, {}),
  // Without redirects, Node does not keep a copy of the body.
  "fetch, openAsBlob, no redirects": (file) => uploadWithFetch(file, { redirect: "error" }),
  "undici request, stream": async ({ baseUrl, path }) => {
    const { size } = await stat(path);
    const { body } = await request(`${baseUrl}${TASK_PATH}`, {
      method: "POST",
      headers: { ...HEADERS, "content-type": "video/mp4", "content-length": String(size) },
      body: createReadStream(path),
    });
    await body.json();
  },
};

async function uploadWithFetch(
  { baseUrl, path }: { readonly baseUrl: string; readonly path: string },
  options: Pick<RequestInit, "redirect">,
): Promise<void> {
  const body = new FormData();
  body.set("image", await openAsBlob(path, { type: "video/mp4" }), basename(path));
  const response = await fetch(`${baseUrl}${TASK_PATH}`, {
    method: "POST",
    headers: HEADERS,
    body,
    ...options,
  });
  await response.json();
}
