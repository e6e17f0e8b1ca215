/** Line breaks, and what else a terminal takes for an order: the control characters, and Unicode's own two breaks of lines. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** Makes one line of what others wrote: in a log each line would pass for a record, and a terminal would do as it is told. */
export function oneLine(text: string): string {
  return text.replaceAll(CONTROL, " ");
}
