import type { Emulator } from "../../src/server/emulator.ts";
import type { Answer } from "./submit.ts";

/** Posts a form or JSON to a route with a key; v3's routes get it as Bearer, the others as Token. */
export async function post(
  emulator: Pick<Emulator, "fetch">,
  path: string,
  request: {
    readonly key: string;
    readonly form?: Record<string, string | Blob>;
    readonly json?: unknown;
    readonly headers?: Record<string, string>;
  },
): Promise<Answer> {
  const { key, form, json, headers } = request;
  const scheme = path.startsWith("/api/v3/") ? "Bearer" : "Token";
  const response = await emulator.fetch(`https://api.thehive.ai${path}`, {
    method: "POST",
    headers: {
      authorization: `${scheme} ${key}`,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: json === undefined ? formOf(form ?? {}) : JSON.stringify(json),
  });
  return { status: response.status, body: await response.json() };
}

/** Looks at a task. */
export async function look(emulator: Pick<Emulator, "fetch">, path: string, key: string): Promise<Answer> {
  const headers = { authorization: `Token ${key}` };
  const response = await emulator.fetch(`https://api.thehive.ai${path}`, { headers });
  return { status: response.status, body: await response.json() };
}

function formOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
