import { HiveClient } from "@hivekit/core";
import ky from "ky";

/** What each call sends: the URL of media in a form, or 20 kB of media in memory. */
export type CallSubmission = "url" | "media";

/** Sends one call. @returns the number of frames in the reply. */
export type SendCall = () => Promise<number>;

/** The names of the clients. */
export const FETCH = "fetch";
export const KY = "ky";
export const HIVEKIT = "hivekit classify()";

/** The parts of a v1 reply that are read. */
type Reply = { readonly status: { readonly response: { readonly output: readonly unknown[] } } };

const MEDIA_URL = "https://media.example/photo.jpg";
const MEDIA_BYTES = 20_000;
/** A JPEG file starts with these bytes, from which Hivekit detects its type. */
const JPEG_START = [0xff, 0xd8, 0xff, 0xe0];
const TIMEOUT_MS = 30_000;

/**
 * Creates the clients, which send the same submission and receive the same reply. Hivekit and ky have a timeout, and a
 * signal per call, as in a server that aborts a call if its own caller disconnects. `fetch` has neither.
 */
export function createCallClients(
  baseUrl: string,
  submission: CallSubmission,
): Readonly<Record<string, SendCall>> {
  const address = `${baseUrl}/api/v1/tag/task`;
  const headers = { authorization: "Token bench" };
  const media = new Uint8Array(MEDIA_BYTES);
  media.set(JPEG_START);
  const hive = new HiveClient({ apiKey: "bench", baseUrl, timeoutMs: TIMEOUT_MS });
  const http = ky.create({ headers, timeout: TIMEOUT_MS });
  const createForm = (): FormData => {
    const form = new FormData();
    if (submission === "url") form.set("image_url", MEDIA_URL);
    else form.set("image", new Blob([media], { type: "image/jpeg" }), "photo.jpg");
    return form;
  };
  return {
    [FETCH]: async () => {
      const response = await fetch(address, { method: "POST", headers, body: createForm() });
      return countFrames(await response.json());
    },
    [KY]: async () => {
      const { signal } = new AbortController();
      return countFrames(await http.post(address, { body: createForm(), signal }).json());
    },
    [HIVEKIT]: async () => {
      const { signal } = new AbortController();
      const task = await hive.classify(submission === "url" ? { url: MEDIA_URL } : { media }, { signal });
      return task.results[0]?.frames.length ?? 0;
    },
  };
}

function countFrames({ status }: Reply): number {
  return status.response.output.length;
}
