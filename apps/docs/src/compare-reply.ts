/** Ids and times differ in each run. */
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** The relative tolerance for fractions: other versions of a decoder yield slightly different pixels. */
const TOLERANCE = 1e-3;

/**
 * Parses JSON as documents show it: `…` matches omitted elements of an array, and any characters within a string.
 *
 * @throws SyntaxError if the text is not valid JSON apart from that.
 */
export function parseShown(text: string): unknown {
  return JSON.parse(text.replaceAll(/"(?:[^"\\]|\\.)*"|…/g, (token) => (token === "…" ? '"…"' : token)));
}

/**
 * Compares a response with the one in a document. Ids may differ, but equal ids must stay equal; all times match.
 *
 * @returns the first difference and its location; `null` if there is none.
 */
export function compareReply(shown: unknown, reply: unknown): string | null {
  return compare(shown, reply, { at: "the reply", ids: new Map() });
}

type Place = { readonly at: string; readonly ids: Map<string, string> };

function compare(shown: unknown, reply: unknown, place: Place): string | null {
  const different = `${place.at} is ${brief(reply)}, not ${brief(shown)}`;
  if (shown === "…") return null;
  if (typeof shown === "string")
    return typeof reply === "string" && isSame(shown, reply, place) ? null : different;
  if (typeof shown === "number" && !Number.isInteger(shown)) {
    return typeof reply === "number" && Math.abs(reply - shown) <= Math.abs(shown) * TOLERANCE
      ? null
      : different;
  }
  if (Array.isArray(shown)) return Array.isArray(reply) ? compareArrays(shown, reply, place) : different;
  if (typeof shown !== "object" || shown === null) return Object.is(shown, reply) ? null : different;
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) return different;
  const others = new Map<string, unknown>(Object.entries(reply));
  for (const [key, value] of Object.entries(shown)) {
    const at = `${place.at}.${key}`;
    if (!others.has(key)) return `${at} is missing`;
    const found = compare(value, others.get(key), { ...place, at });
    if (found !== null) return found;
    others.delete(key);
  }
  const [more] = others.keys();
  return more === undefined ? null : `${place.at}.${more} is not shown`;
}

/** Elements before the first `…` must come first, those after the last one last, the others anywhere in between. */
function compareArrays(shown: readonly unknown[], reply: readonly unknown[], place: Place): string | null {
  const gap = shown.indexOf("…");
  const head = gap === -1 ? shown : shown.slice(0, gap);
  if (reply.length < head.length || (gap === -1 && reply.length > head.length)) {
    return `${place.at} has ${reply.length} elements, not ${head.length}${gap === -1 ? "" : " or more"}`;
  }
  for (const [index, element] of head.entries()) {
    const found = compare(element, reply[index], { ...place, at: `${place.at}[${index}]` });
    if (found !== null) return found;
  }
  if (gap === -1) return null;
  const rest = shown.slice(gap + 1);
  if (rest.length === 0) return null;
  for (let start = head.length; start <= reply.length; start++) {
    const ids = new Map(place.ids);
    if (compareArrays(rest, reply.slice(start), { ...place, ids }) === null) return null;
  }
  return `${place.at} does not end with the elements after the …`;
}

function isSame(shown: string, reply: string, { ids }: Place): boolean {
  if (TIME.test(shown)) return TIME.test(reply);
  const pattern = shown
    .replaceAll(ID, "<id>")
    .split("…")
    .map((part) => RegExp.escape(part))
    .join("[^]*");
  if (!new RegExp(`^${pattern}$`).test(reply.replaceAll(ID, "<id>"))) return false;
  const others = reply.match(ID) ?? [];
  return (shown.match(ID) ?? []).every((id, index) => {
    const other = ids.get(id) ?? others[index] ?? "";
    ids.set(id, other);
    return other === others[index];
  });
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
