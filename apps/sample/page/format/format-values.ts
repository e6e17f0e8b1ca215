import type { TokenCount } from "../../api/desk-api.ts";

/** Formats a number of bytes. */
export function formatBytes(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 1e6) return `${(size / 1000).toFixed(1)} kB`;
  return size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`;
}

/** Formats a size limit in MiB, the unit in which it is configured. */
export function formatLimit(size: number): string {
  return size < 2 ** 20 ? formatBytes(size) : `${Math.floor(size / 2 ** 20)} MiB`;
}

/** Formats US dollars with two decimals, or up to five if they are not zero. */
export function formatDollars(usd: number): string {
  const [whole = "0", decimals = ""] = Math.abs(usd)
    .toFixed(5)
    .replace(/0{1,3}$/, "")
    .split(".");
  return `${usd < 0 ? "−" : ""}$${whole}.${decimals}`;
}

/** Formats seconds from the start: `3.0 s`, or `2:05.0` for one minute and more. */
export function formatSeconds(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}

/** Formats a score: a probability with two decimals, or a level from 0 to 3. */
export function formatScore(score: number, scale: "probability" | "level" = "probability"): string {
  return scale === "level" ? `level ${score}` : score.toFixed(2);
}

/** Formats a date in the reader's time zone, without the day if it is today. */
export function formatDateTime(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString(undefined, { day: "numeric", month: "short" })}, ${time}`;
}

/** Formats the tokens of a judgment. */
export function formatTokens({ prompt, answer }: TokenCount): string {
  return `${formatCount(prompt, "token")} in the prompt, ${answer.toLocaleString("en")} in the answer`;
}

/** Formats a count with its noun. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? singular : plural}`;
}
