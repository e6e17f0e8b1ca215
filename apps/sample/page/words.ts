import type { Decision } from "@hivekit/core/policy";
import type { ItemSource, ItemState } from "../api/desk-api.ts";

/** A number of bytes, as people write it. */
export function bytesText(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 1e6) return `${(size / 1000).toFixed(1)} kB`;
  return size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`;
}

/** The largest size that is taken, as it is set: in whole MiB. */
export function limitText(size: number): string {
  return size < 2 ** 20 ? bytesText(size) : `${Math.floor(size / 2 ** 20)} MiB`;
}

/** US dollars: two decimals, and more where they say something. */
export function dollarsText(usd: number): string {
  const [whole = "0", decimals = ""] = Math.abs(usd)
    .toFixed(5)
    .replace(/0{1,3}$/, "")
    .split(".");
  return `${usd < 0 ? "−" : ""}$${whole}.${decimals}`;
}

/** Seconds from the start: `3.0 s`, from a minute on `2:05.0`. */
export function secondsText(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}

/** A score: a probability with two decimals, or a level of three. */
export function scoreText(score: number, scale: "probability" | "level" = "probability"): string {
  return scale === "level" ? `level ${score}` : score.toFixed(2);
}

/** When something was, by the clock of whoever reads: without the day if it is today. */
export function momentText(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString(undefined, { day: "numeric", month: "short" })}, ${time}`;
}

/** How many of something. */
export function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? singular : plural}`;
}

const LONGEST_NAME = 80;

/** What an item is called: a file's name, a URL without its query, the beginning of a text. */
export function nameOf(source: ItemSource): string {
  if (source.kind === "media") return source.filename;
  if (source.kind === "url") return nameOfUrl(source.url);
  const line = source.text.trim().replace(/\s+/g, " ");
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
}

/** A URL's query may hold what opens it, so it is not part of its name. */
function nameOfUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : `${host}${pathname}`;
}

/** A decision in a word. */
export const DECISION_WORDS: Readonly<Record<Decision, string>> = {
  block: "Block",
  review: "Review",
  unknown: "Unknown",
  allow: "Allow",
};

/** A state in a word or two. */
export const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  submitting: "In progress",
  waiting: "Waiting",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
};

/** Whether something may still come by itself. */
export function isUnderWay(state: ItemState): boolean {
  return state === "submitting" || state === "waiting";
}
