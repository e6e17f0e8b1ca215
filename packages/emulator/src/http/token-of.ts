/**
 * The key in an `Authorization: Token <key>` header.
 * The scheme's case plays no part. Source: reference/hive-api.md, section 2.1. V1DOCS speaks of Basic, but all its samples send `Token`.
 *
 * @returns `null` without the header and for any other scheme.
 */
export function tokenOf(headers: Headers): string | null {
  const match = /^token +(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "");
  return match?.[1] ?? null;
}
