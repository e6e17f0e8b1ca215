/** The maximum depth of the search: twice the depth at which the headers of a request in an error's cause are. */
const MAX_DEPTH = 8;

/**
 * Lists the paths in a value at which a secret occurs. Searches own properties, enumerable or not, the getters of
 * classes (a `Request` does not own its headers), the entries of collections (`Headers`, `Map`, `Set`, `FormData`),
 * bytes as text, and string representations.
 *
 * @param path - the path of the value itself.
 */
export function findSecrets(value: unknown, path: string, secrets: readonly string[]): readonly string[] {
  return [...new Set(search(value, path, { secrets, visited: new Set(), depth: 0 }))];
}

type SearchState = {
  readonly secrets: readonly string[];
  readonly visited: Set<object>;
  readonly depth: number;
};

function search(value: unknown, path: string, state: SearchState): readonly string[] {
  const { secrets, visited, depth } = state;
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret)) ? [path] : [];
  if (typeof value !== "object" || value === null || visited.has(value) || depth > MAX_DEPTH) return [];
  visited.add(value);
  const searchIn = (part: unknown, partPath: string): readonly string[] =>
    search(part, partPath, { ...state, depth: depth + 1 });
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return searchIn(new TextDecoder().decode(value), `${path} as text`);
  }
  return [
    ...listKeys(value).flatMap((key) => searchIn(readProperty(value, key), `${path}.${String(key)}`)),
    ...listEntries(value).flatMap((entry, index) => searchIn(entry, `${path}[${index}]`)),
    ...searchIn(toText(value), `${path} as text`),
  ];
}

/** Lists the keys of an object and of its classes. */
function listKeys(value: object): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>();
  let owner: object | null = value;
  while (owner !== null && owner !== Object.prototype) {
    for (const key of Reflect.ownKeys(owner)) keys.add(key);
    owner = Reflect.getPrototypeOf(owner);
  }
  return [...keys];
}

/** Reads a property; `undefined` if its getter throws. */
function readProperty(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** Lists the entries of a collection. The entries of an array are own properties. */
function listEntries(value: object): readonly unknown[] {
  const isCollection = [Headers, Map, Set, FormData, URLSearchParams].some((type) => value instanceof type);
  const iterate: unknown = isCollection ? Reflect.get(value, Symbol.iterator) : undefined;
  return typeof iterate === "function" ? Array.from(Reflect.apply(iterate, value, [])) : [];
}

function toText(value: object): string {
  try {
    return value instanceof Error || value instanceof URL ? String(value) : JSON.stringify(value);
  } catch {
    return "";
  }
}
