/**
 * Matches a URL, or else media: a data URI, or base64 of at least 48 bytes. URLs come first, because a path may look
 * like base64.
 */
const URL_OR_MEDIA =
  /\b([a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+)|\bdata[:%][^\s"'<>]*[,%][^\s"'<>]*|(?:[\w+/%]|\\\/){64,}=*/gi;
const MAX_LENGTH = 500;
/**
 * The shortest part of a secret that is redacted, in bytes of UTF-8: 12 Latin letters, 6 Arabic ones or 4 Chinese
 * characters. Servers often quote only the beginning of a text.
 */
const MIN_SECRET_BYTES = 12;
/** The longest secret with which a message is compared, in characters. A longer one would block for up to minutes. */
const MAX_SECRET_LENGTH = 16_384;
const REDACTED = "[redacted]";
/** A number or a word, which has no other spelling. */
const CODE = /^[\w.-]{1,64}$/;

/** The start of an encoded byte: `%`, also if it is itself encoded, or `\x`. */
const BYTE = /%(?:25)*|\\+x/gi;
/**
 * Matches a character that is encoded: as its bytes, as its code in JSON or HTML, as an escape or entity, or as UTF-8
 * that was read as Latin-1. Otherwise, matches a plain character.
 */
const CHARACTER =
  /((?:%(?:25)*|\\+x)[\da-f]{2}(?:(?:%(?:25)*|\\+x)[89ab][\da-f])*)|\\+u(000[1-3][\da-f]{4}|[\da-f]{4})|(?:\\+u\{|&#x)([\da-f]{1,6})[};]|&#(\d{1,7});|\\+([^\w\s])|\\+[nrtbf]|&(?:amp|[lg]t|quot);|[\xc2-\xf4][\x80-\xbf]{1,3}|([^])/giu;
const ENTITIES: { readonly [start: string]: string } = { "&a": "&", "&l": "<", "&g": ">", "&q": '"' };

/**
 * Makes a message from Hive safe for errors and logs. Replaces secrets, and long parts of them, with `[redacted]`, also
 * if they are encoded or in another case. Likewise replaces media in data URIs and base64. Strips query, user info and
 * fragment from URLs, and truncates the text to 500 characters. If a secret has more than 16 384 characters, replaces
 * the complete message, unless it is one short word.
 *
 * @param secrets - Values that must not appear: the API key, the submitted text, the query of the submitted URL. Empty
 * strings are ignored.
 */
export function redactMessage(text: string, secrets: readonly string[] = []): string {
  const isLong = secrets.some(({ length }) => length > MAX_SECRET_LENGTH);
  if (isLong && !CODE.test(text)) return REDACTED;
  const comparable = secrets.map((secret) => (isLong ? secret.toUpperCase() : normalize(secret)));
  // Reads only the beginning, because the message may be a long HTML page.
  const found = replaceSecrets(text.slice(0, MAX_LENGTH * 4), comparable);
  // The text may end inside an encoded character.
  const clean = found
    .replaceAll(/(?<=\[redacted\])(?:(?:%|\\+[ux]?\{?|&#x?)[\da-f]*)+/gi, "")
    .replaceAll(URL_OR_MEDIA, (_match, url?: string) => (url === undefined ? REDACTED : stripUrl(url)));
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
  const isCode = typeof code === "number" || (typeof code === "string" && CODE.test(code));
  return isCode ? redactMessage(String(code), secrets) : "unreadable";
}

/** Replaces each secret, and each part of one that is long enough. The secrets are normalized. */
function replaceSecrets(text: string, secrets: readonly string[]): string {
  let plain = "";
  /** The start and the end in `text` of each character of `plain`. */
  const spans: (readonly [number, number])[] = [];
  for (const { 0: token, index } of text.matchAll(CHARACTER)) {
    const characters = normalize(token);
    plain += characters;
    for (let unit = 0; unit < characters.length; unit++) spans.push([index, index + token.length]);
  }
  const isSecret = new Uint8Array(text.length);
  for (const secret of secrets) {
    // Set to the end of the longest part of the secret that begins at `start`.
    let end = 0;
    for (let start = 0; start < plain.length; start++) {
      end = Math.max(start, end);
      while (end < plain.length && secret.includes(plain.slice(start, end + 1))) end++;
      const [first, last] = [spans[start], spans[end - 1]];
      const part = plain.slice(start, Math.min(end, start + MIN_SECRET_BYTES));
      const isLong =
        end - start === secret.length || new TextEncoder().encode(part).length >= MIN_SECRET_BYTES;
      if (end > start && isLong && first && last) isSecret.fill(1, first[0], last[1]);
    }
  }
  for (const { 0: word, index } of text.matchAll(/[\w+/-]{16,}={0,2}/g)) {
    const decoded = atob(
      word
        .replaceAll("-", "+")
        .replaceAll("_", "/")
        .slice(0, word.length & ~3),
    );
    if (replaceSecrets(decoded, secrets) !== decoded) isSecret.fill(1, index, index + word.length);
  }
  return Array.from(isSecret, (one, at) => (one === 0 ? text[at] : isSecret[at - 1] ? "" : REDACTED)).join(
    "",
  );
}

/** Decodes encoded characters, and ignores case, composition and the kind of whitespace. */
function normalize(text: string): string {
  return text
    .replaceAll(CHARACTER, decode)
    .normalize("NFKD")
    .toUpperCase()
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/[\s+]/g, " ");
}

/** Decodes a match of {@link CHARACTER}; the other parameters are its groups. */
function decode(
  token: string,
  bytes?: string,
  unit?: string,
  point?: string,
  decimal?: string,
  sign?: string,
  plain?: string,
): string {
  if (plain !== undefined) return plain;
  const hex = unit ?? point;
  const code = hex === undefined ? decimal : `0x${hex}`;
  if (code !== undefined) return String.fromCodePoint(Number(code) % 0x11_00_00);
  if (bytes === undefined && token < "\xc2") return sign ?? ENTITIES[token.slice(0, 2).toLowerCase()] ?? " ";
  const digits = bytes?.replaceAll(BYTE, "").match(/../g);
  const codes = digits?.map((two) => Number(`0x${two}`)) ?? Array.from(token, (one) => one.charCodeAt(0));
  // A single byte is a character of Latin-1.
  return codes[1] === undefined
    ? String.fromCharCode(...codes)
    : new TextDecoder().decode(Uint8Array.from(codes));
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
