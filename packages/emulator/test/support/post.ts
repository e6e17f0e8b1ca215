import type { Emulator } from "../../src/server/emulator.ts";
import type { JsonResponse } from "./submit.ts";

/** Posts a form or JSON to a route with a key. The scheme is Bearer for v3's routes and Token for the others. */
export async function post(
  emulator: Pick<Emulator, "fetch">,
  path: string,
  request: {
    readonly key: string;
    readonly form?: Record<string, string | Blob>;
    readonly json?: unknown;
    readonly headers?: Record<string, string>;
  },
): Promise<JsonResponse> {
  const { key, form, json, headers } = request;
  const scheme = path.startsWith("/api/v3/") ? "Bearer" : "Token";
  const response = await emulator.fetch(`https://api.thehive.ai${path}`, {
    method: "POST",
    headers: {
      authorization: `${scheme} ${key}`,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: json === undefined ? createForm(form ?? {}) : JSON.stringify(json),
  });
  return { status: response.status, body: await response.json() };
}

/** Polls a task. */
export async function poll(
  emulator: Pick<Emulator, "fetch">,
  path: string,
  key: string,
): Promise<JsonResponse> {
  const headers = { authorization: `Token ${key}` };
  const response = await emulator.fetch(`https://api.thehive.ai${path}`, { headers });
  return { status: response.status, body: await response.json() };
}

function createForm(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
