/** The keys of a constant table, typed as such. */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a literal table has the keys of its type and no others
  return Object.keys(table) as Key[];
}
