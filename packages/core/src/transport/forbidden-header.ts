/**
 * The headers that only the client sets, which are the API key and the framing of the body, and those with which the
 * `fetch` of Node fails.
 */
const FORBIDDEN_HEADERS =
  /^(?:authorization|content-(?:type|length)|transfer-encoding|expect|keep-alive|upgrade)$/i;

/** Checks whether only the client may set a header. */
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN_HEADERS.test(name);
}
