const URL_PATTERN = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;
const MAX_LENGTH = 500;
/** A part of a secret of this many characters is as good as the secret: servers quote the beginning of a text. */
const TELLTALE_LENGTH = 12;
const REDACTED = "[redacted]";

/**
 * Makes words from outside fit for a message or a log line: known secrets, and longer parts of them, become `[redacted]`, URLs lose
 * query, user info and fragment, and the whole is at most 500 characters.
 *
 * @param secrets - What must not appear: the key, the submitted text, the submitted URL. Empty ones are ignored.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  // A page of HTML is not searched to its end.
  const found = withoutSecrets(text.slice(0, MAX_LENGTH * 4), secrets.flatMap(spellingsOf));
  const clean = found
    .replaceAll(URL_PATTERN, (url) => withoutSecretParts(url))
    .replaceAll(/(?:\[redacted\]){2,}/g, REDACTED);
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** A secret as it is, as JSON writes it, and as a URL or a form writes it. */
function spellingsOf(secret: string): readonly string[] {
  // Half a surrogate pair cannot be encoded.
  const encoded = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, ""));
  const written = [secret, JSON.stringify(secret).slice(1, -1), encoded];
  return [...written, ...written.map((spelling) => spelling.replaceAll(/ |%20/g, "+"))];
}

/** Takes out the secrets, and every part of one that is long enough to tell something, in small letters or capitals. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  // Some letters change their number with their case; then only the same letters are found.
  const fold = (one: string): string => (text.toLowerCase().length === text.length ? one.toLowerCase() : one);
  const folded = fold(text);
  const needles = secrets.filter((secret) => secret !== "").map(fold);
  let clean = "";
  for (let position = 0; position < text.length;) {
    const length = Math.max(0, ...needles.map((needle) => sharedLength(folded, position, needle)));
    clean += length === 0 ? text.charAt(position) : REDACTED;
    position += Math.max(1, length);
  }
  return clean;
}

/** How many characters from here on are part of the secret; 0 if they are too few to tell anything. */
function sharedLength(text: string, start: number, secret: string): number {
  let end = start + Math.min(TELLTALE_LENGTH, secret.length);
  if (end > text.length || !secret.includes(text.slice(start, end))) return 0;
  while (end < text.length && secret.includes(text.slice(start, end + 1))) end++;
  return end - start;
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
