/**
 * Characters that a text may not contain as they are: those of marks and of entities; signs that look like angle
 * brackets, with which a text could imitate a mark; and characters without a shape, which could hide or reorder one.
 * A tab and a line feed remain.
 */
const ESCAPED =
  /[&<>\u2039\u203a\u226e\u226f\u2329\u232a\u276c-\u2771\u27e8-\u27eb\u29fc\u29fd\u3008-\u300b\ufe3d-\ufe40\ufe60\ufe64\ufe65\uff06\uff1c\uff1e\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * Puts a text between `<content>` and `</content>`, with escapes such as `&#60;`. Whatever the text is, the result has
 * exactly one closing mark, at its end.
 */
export function fenceText(text: string): string {
  return `<content>${text.replaceAll(ESCAPED, escapeCharacter)}</content>`;
}

function escapeCharacter(character: string): string {
  return character === "\t" || character === "\n" ? character : `&#${character.codePointAt(0) ?? 0};`;
}
