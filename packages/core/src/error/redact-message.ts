const URL_PATTERN = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;
const MAX_LENGTH = 500;
/** The shortest part of a secret that is redacted, in characters: servers often quote only the beginning of a text. */
const MIN_SECRET_LENGTH = 12;
const REDACTED = "[redacted]";

/**
 * Makes a message from Hive safe for errors and logs. Replaces secrets, and parts of them of at least 12 characters,
 * with `[redacted]`, strips query, user info and fragment from URLs, and truncates the text to 500 characters.
 *
 * @param secrets - Values that must not appear: the API key, the submitted text, the submitted URL. Empty strings are
 * ignored.
 */
export function redactMessage(text: string, secrets: readonly string[] = []): string {
  // Reads only the beginning, because the message may be a long HTML page.
  const found = replaceSecrets(text.slice(0, MAX_LENGTH * 4), secrets.flatMap(listSpellings));
  const clean = found
    .replaceAll(URL_PATTERN, (url) => stripUrl(url))
    .replaceAll(/(?:\[redacted\]){2,}/g, REDACTED);
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** Redacts a message as {@link redactMessage} does; `null` if it is empty or not a string. */
export function redactOptional(message: unknown, secrets: readonly string[]): string | null {
  return typeof message === "string" && message !== "" ? redactMessage(message, secrets) : null;
}

/** Formats an optional detail for the end of a phrase: ` (detail)`, or nothing. */
export function inParentheses(detail: string | null): string {
  return detail === null ? "" : ` (${detail})`;
}

/**
 * Makes a code or id from a response safe for errors and logs. Keeps a number or one short word. Replaces anything else
 * with `unreadable`, because its content is unknown.
 *
 * @param secrets - Values that must not appear.
 */
export function redactCode(code: unknown, secrets: readonly string[]): string {
  const isCode = typeof code === "number" || (typeof code === "string" && /^[\w.-]{1,64}$/.test(code));
  return isCode ? redactMessage(String(code), secrets) : "unreadable";
}

/** Lists a secret as it is, JSON-escaped, and encoded for a URL or a form. */
function listSpellings(secret: string): readonly string[] {
  // A lone surrogate cannot be encoded.
  const encoded = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, ""));
  const written = [secret, JSON.stringify(secret).slice(1, -1), encoded];
  return [...written, ...written.map((spelling) => spelling.replaceAll(/ |%20/g, "+"))];
}

/** Replaces each secret, and each part of one that is long enough, ignoring case. */
function replaceSecrets(text: string, secrets: readonly string[]): string {
  // Lowercasing may change the length of a text. In that case, the comparison is case-sensitive.
  const fold = (one: string): string => (text.toLowerCase().length === text.length ? one.toLowerCase() : one);
  const folded = fold(text);
  const needles = secrets.filter((secret) => secret !== "").map(fold);
  let clean = "";
  for (let position = 0; position < text.length;) {
    const length = Math.max(0, ...needles.map((needle) => measureMatch(folded, position, needle)));
    clean += length === 0 ? text.charAt(position) : REDACTED;
    position += Math.max(1, length);
  }
  return clean;
}

/** Counts the characters from `start` that are part of the secret; 0 if they are fewer than the minimum. */
function measureMatch(text: string, start: number, secret: string): number {
  let end = start + Math.min(MIN_SECRET_LENGTH, secret.length);
  if (end > text.length || !secret.includes(text.slice(start, end))) return 0;
  while (end < text.length && secret.includes(text.slice(start, end + 1))) end++;
  return end - start;
}

/** Reduces a URL to origin and path. Replaces an invalid URL completely. */
function stripUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "[unreadable URL]";
  }
}
