/**
 * The key in an `Authorization: <scheme> <key>` header, such as `Token demo-colors`.
 * The scheme's case plays no part. Source: reference/hive-api.md, section 2.1. V1DOCS speaks of Basic, but all its samples send `Token`.
 *
 * @returns `null` without the header and for any other scheme.
 */
export function keyOf(headers: Headers, scheme: "Token" | "Bearer"): string | null {
  const [given, key, ...rest] = headers.get("authorization")?.trim().split(/ +/) ?? [];
  return given?.toLowerCase() === scheme.toLowerCase() && rest.length === 0 ? (key ?? null) : null;
}
