import type { IncomingMessage } from "node:http";

/** The headers that core sends, and the one with which a case requests a fault of the emulator. */
const CORE_HEADERS: ReadonlySet<string> = new Set([
  "accept",
  "authorization",
  "content-length",
  "content-type",
  "x-hivekit-emulator-fault",
]);

/** The headers that runtimes add. */
const RUNTIME_HEADERS =
  /^(?:host|connection|user-agent|transfer-encoding|accept-(?:encoding|language)|cache-control|pragma|origin|referer|priority|sec-.+|cf-worker)$/;

/** The query parameters of a poll; a submission has none. */
const POLL_PARAMETERS: ReadonlySet<string> = new Set(["task_id", "frame_limit", "frame_offset"]);

/**
 * Lists the parts of a request that the API does not support, and the places other than `Authorization` that contain
 * the API key.
 *
 * @param request - the method, URL and headers.
 * @param key - the API key of the case's project.
 */
export function findUnexpected(
  { method, url = "/", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  key: string,
): readonly string[] {
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const isPoll = method === "GET" && pathname.endsWith("/task");
  const parameters = [...searchParams.keys()].filter((name) => !(isPoll && POLL_PARAMETERS.has(name)));
  const names = Object.keys(headers);
  const unknown = names.filter((name) => !CORE_HEADERS.has(name) && !RUNTIME_HEADERS.test(name));
  const withKey = names.filter((name) => name !== "authorization" && String(headers[name]).includes(key));
  const { authorization = `Token ${key}` } = headers;
  return [
    ...parameters.map((name) => `the query parameter ${name}`),
    ...unknown.map((name) => `the header ${name}`),
    ...withKey.map((name) => `the key in the header ${name}`),
    ...(decodeURIComponent(url).includes(key) ? ["the key in the URL"] : []),
    ...(/^(?:Token|Bearer) [\w-]+$/.test(authorization) ? [] : ["a credential that is not a token"]),
  ];
}
