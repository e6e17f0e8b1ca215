import { byId } from "./element.ts";

/** The interval between two announcements, in milliseconds. It lets a screen reader finish the first one. */
const ANNOUNCEMENT_INTERVAL_MS = 700;

const queued: string[] = [];
/** Set while the latest announcement may still be read out. */
let timer: ReturnType<typeof setTimeout> | null = null;

/** Announces a sentence to screen readers, after earlier announcements. */
export function announce(text: string): void {
  if (!queued.includes(text)) queued.push(text);
  if (timer === null) announceNext();
}

function announceNext(): void {
  const text = queued.shift();
  timer = text === undefined ? null : setTimeout(announceNext, ANNOUNCEMENT_INTERVAL_MS);
  if (text !== undefined) byId("status").textContent = text;
}
