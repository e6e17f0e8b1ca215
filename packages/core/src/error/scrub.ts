const URL_PATTERN = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;
const MAX_LENGTH = 500;

/**
 * Makes words from outside fit for a message or a log line: known secrets become `[redacted]`, URLs lose query, user info and
 * fragment, and the whole is at most 500 characters.
 *
 * @param secrets - What must not appear: the key, the submitted text, the submitted URL. Empty ones are ignored.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  // URLs first: a secret inside a URL's query goes with the query.
  clean = clean.replaceAll(URL_PATTERN, (url) => withoutSecretParts(url));
  for (const secret of secrets) {
    if (secret.length > 0) clean = clean.replaceAll(secret, "[redacted]");
  }
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** A URL as it may be shown: origin and path. What is no URL is not shown at all. */
function withoutSecretParts(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "[unreadable URL]";
  }
}
