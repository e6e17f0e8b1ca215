/** The text for an absent value. */
export const ABSENT = "–";

/** Formats an amount in US dollars with two to five decimals. */
export function formatDollars(usd: number): string {
  const [whole = "0", decimals = ""] = Math.abs(usd)
    .toFixed(5)
    .replace(/0{1,3}$/, "")
    .split(".");
  return `${usd < 0 ? "−" : ""}$${whole}.${decimals}`;
}

/** Formats a time, ISO 8601, as the local time of day. */
export function formatTimeOfDay(iso: string | null): string {
  return iso === null ? ABSENT : new Date(iso).toLocaleTimeString();
}

/** Formats a size in bytes as B, kB or MB. */
export function formatBytes(size: number | null): string {
  if (size === null) return ABSENT;
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
