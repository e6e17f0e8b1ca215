import { byId } from "./element.ts";

/** How long something must stand before the next thing is said, in milliseconds: a reader is not to be talked over. */
const BREATH_MS = 700;

const waiting: string[] = [];
/** Set while something that was said still needs its time. */
let breath: ReturnType<typeof setTimeout> | null = null;

/** Has screen readers read out a sentence, after what was said before. */
export function say(text: string): void {
  if (!waiting.includes(text)) waiting.push(text);
  if (breath === null) sayNext();
}

function sayNext(): void {
  const text = waiting.shift();
  breath = text === undefined ? null : setTimeout(sayNext, BREATH_MS);
  if (text !== undefined) byId("status").textContent = text;
}
