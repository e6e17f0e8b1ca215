/** How deep a value is looked into: an error's cause, its request, that one's headers, an entry of them, and as much again. */
const DEEPEST = 8;

/**
 * Where in a value one of the secrets stands: in what it owns, enumerable or not, in what its class gives (a `Request` owns none of its
 * headers), in the entries of a collection (`Headers`, `Map`, `Set`, `FormData`), in the text that its bytes are, or in what it prints as.
 *
 * @param place - What the value is called in what comes back.
 */
export function secretsIn(value: unknown, place: string, secrets: readonly string[]): readonly string[] {
  return [...new Set(find(value, place, { secrets, known: new Set(), depth: 0 }))];
}

type Search = {
  readonly secrets: readonly string[];
  readonly known: Set<object>;
  readonly depth: number;
};

function find(value: unknown, place: string, search: Search): readonly string[] {
  const { secrets, known, depth } = search;
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret)) ? [place] : [];
  if (typeof value !== "object" || value === null || known.has(value) || depth > DEEPEST) return [];
  known.add(value);
  const within = (part: unknown, name: string): readonly string[] =>
    find(part, name, { ...search, depth: depth + 1 });
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return within(new TextDecoder().decode(value), `${place} as a text`);
  }
  return [
    ...keysOf(value).flatMap((key) => within(partOf(value, key), `${place}.${String(key)}`)),
    ...entriesOf(value).flatMap((entry, index) => within(entry, `${place}[${index}]`)),
    ...within(printed(value), `${place} as a text`),
  ];
}

/** Its own keys, and those of its classes. */
function keysOf(value: object): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>();
  let owner: object | null = value;
  while (owner !== null && owner !== Object.prototype) {
    for (const key of Reflect.ownKeys(owner)) keys.add(key);
    owner = Reflect.getPrototypeOf(owner);
  }
  return [...keys];
}

/** What stands there; nothing where a getter refuses. */
function partOf(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** What it yields, if it is a collection: a list has its entries as keys of its own. */
function entriesOf(value: object): readonly unknown[] {
  const isCollection = [Headers, Map, Set, FormData, URLSearchParams].some((type) => value instanceof type);
  const iterate: unknown = isCollection ? Reflect.get(value, Symbol.iterator) : undefined;
  return typeof iterate === "function" ? Array.from(Reflect.apply(iterate, value, [])) : [];
}

function printed(value: object): string {
  try {
    return value instanceof Error || value instanceof URL ? String(value) : JSON.stringify(value);
  } catch {
    return "";
  }
}
