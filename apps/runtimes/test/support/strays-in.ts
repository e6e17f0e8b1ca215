import type { IncomingMessage } from "node:http";

/** What core sends, and by what a case asks the emulator for a fault. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "accept",
  "authorization",
  "content-length",
  "content-type",
  "x-hivekit-emulator-fault",
]);

/** What runtimes add by themselves. */
const RUNTIME_HEADERS =
  /^(?:host|connection|user-agent|transfer-encoding|accept-(?:encoding|language)|cache-control|pragma|origin|referer|priority|sec-.+|cf-worker)$/;

/** The query of a look at a task; a submission has none. */
const LOOK_PARAMETERS: ReadonlySet<string> = new Set(["task_id", "frame_limit", "frame_offset"]);

/**
 * What a request to the API has that the API does not know, and where the key stands although only `Authorization` may hold it.
 *
 * @param request - Its method, address and headers.
 * @param key - Of the case's project.
 */
export function straysIn(
  { method, url = "/", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  key: string,
): readonly string[] {
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const isLook = method === "GET" && pathname.endsWith("/task");
  const parameters = [...searchParams.keys()].filter((name) => !(isLook && LOOK_PARAMETERS.has(name)));
  const names = Object.keys(headers);
  const unknown = names.filter((name) => !OWN_HEADERS.has(name) && !RUNTIME_HEADERS.test(name));
  const withKey = names.filter((name) => name !== "authorization" && String(headers[name]).includes(key));
  const { authorization = `Token ${key}` } = headers;
  return [
    ...parameters.map((name) => `the query parameter ${name}`),
    ...unknown.map((name) => `the header ${name}`),
    ...withKey.map((name) => `the key in the header ${name}`),
    ...(decodeURIComponent(url).includes(key) ? ["the key in the address"] : []),
    ...(/^(?:Token|Bearer) [\w-]+$/.test(authorization) ? [] : ["a credential that is no token"]),
  ];
}
