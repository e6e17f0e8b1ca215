/** Puts a text between `<content>` and `</content>`, and escapes it, so that it cannot contain these marks itself. */
export function fenceText(text: string): string {
  const escaped = text.replaceAll(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return `<content>${escaped}</content>`;
}
