/** What stands where there is nothing to say. */
export const NOTHING = "–";

/** An amount in US dollars, with as many decimals as it has, two at least. */
export function dollars(usd: number): string {
  const [whole = "0", decimals = ""] = Math.abs(usd)
    .toFixed(5)
    .replace(/0{1,3}$/, "")
    .split(".");
  return `${usd < 0 ? "−" : ""}$${whole}.${decimals}`;
}

/** A moment as the time of day. */
export function timeOfDay(iso: string | null): string {
  return iso === null ? NOTHING : new Date(iso).toLocaleTimeString();
}

/** A size in the unit that fits. */
export function bytes(size: number | null): string {
  if (size === null) return NOTHING;
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
