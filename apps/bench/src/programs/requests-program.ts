import { HiveClient } from "@hivekit/core";
import ky from "ky";
import { collectGarbage, printAndExit } from "./process-control.ts";

/** The argument of the program, as JSON. */
export type RequestsTask = {
  readonly baseUrl: string;
  /** The number of concurrent requests. */
  readonly concurrency: number;
  readonly requests: number;
  readonly rounds: number;
};

/** The output of the program: requests per second by client, with one value per round. */
export type RequestsFacts = { readonly perSecond: Readonly<Record<string, readonly number[]>> };

const MEDIA_URL = "https://media.example/photo.jpg";

const { baseUrl, concurrency, requests, rounds }: RequestsTask = JSON.parse(process.argv[2] ?? "{}");
const address = `${baseUrl}/api/v1/tag/task`;
const headers = { authorization: "Token bench" };
const hive = new HiveClient({ apiKey: "bench", baseUrl });

/** The clients, which send the same form and receive the same small reply. */
const CLIENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  fetch: async () => (await fetch(address, { method: "POST", headers, body: createForm() })).json(),
  ky: async () => ky.post(address, { headers, body: createForm() }).json(),
  "hivekit classify()": async () => hive.classify({ url: MEDIA_URL }),
};

const perSecond: Record<string, number[]> = {};
for (let round = 0; round <= rounds; round++) {
  for (const [name, send] of Object.entries(CLIENTS)) {
    collectGarbage();
    const startMs = performance.now();
    await sendAll(send);
    if (round > 0) (perSecond[name] ??= []).push(requests / ((performance.now() - startMs) / 1000));
  }
}
const facts: RequestsFacts = { perSecond };
printAndExit(facts);

async function sendAll(send: () => Promise<unknown>): Promise<void> {
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

function createForm(): FormData {
  const form = new FormData();
  form.set("image_url", MEDIA_URL);
  return form;
}
