/** Returns the last segment of a URL's path, decoded; `null` for none. */
export function getLastPathSegment(url: string | null): string | null {
  const path = url === null ? null : URL.parse(url)?.pathname;
  const name = path?.split("/").at(-1) ?? "";
  if (name === "") return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
