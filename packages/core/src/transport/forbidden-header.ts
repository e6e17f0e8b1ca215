/** The headers that only the client sets: the API key and the framing of the body. */
const FORBIDDEN_HEADERS = /^(?:authorization|content-(?:type|length)|transfer-encoding|expect)$/i;

/** Checks whether only the client may set a header. */
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN_HEADERS.test(name);
}
