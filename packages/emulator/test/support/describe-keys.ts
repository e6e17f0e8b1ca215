/**
 * Describes the keys and types of a JSON value, without its values. An array becomes the list of the different forms of
 * its elements, so that its length does not matter.
 */
export function describeKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    const forms = new Set(value.map((element) => JSON.stringify(describeKeys(element))));
    return [...forms].toSorted().map((form): unknown => JSON.parse(form));
  }
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, describeKeys(child)]));
}
