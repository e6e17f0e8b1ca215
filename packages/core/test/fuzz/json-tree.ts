/** The syntax tree of a JSON document: keys in any order and repeated, numbers and strings as their text. */
export type JsonTree =
  | { readonly kind: "object"; readonly entries: readonly JsonEntry[] }
  | { readonly kind: "array"; readonly items: readonly JsonTree[] }
  /** The text of a scalar. */
  | { readonly kind: "text"; readonly text: string }
  /** A part with its own whitespace. */
  | { readonly kind: "spaced"; readonly tree: JsonTree; readonly spacing: Spacing };

/** The text of the key, with quotes. */
export type JsonEntry = readonly [key: string, value: JsonTree];

/** The whitespace. */
export type Spacing = {
  readonly comma: string;
  readonly colon: string;
  /** One level of indentation; `null` for a single line. */
  readonly indent: string | null;
};

export const SPACINGS: readonly [Spacing, ...Spacing[]] = [
  { comma: ",", colon: ":", indent: null },
  { comma: ", ", colon: ": ", indent: null },
  { comma: ",", colon: ": ", indent: "  " },
  { comma: ",", colon: ":", indent: "\t" },
  { comma: "\r\n\t ,  ", colon: " :\n", indent: null },
];

/** Creates a scalar from its text. */
export const text = (json: string): JsonTree => ({ kind: "text", text: json });
export const array = (items: readonly JsonTree[]): JsonTree => ({ kind: "array", items });
/** Creates an object. Keys are given without quotes and written without escapes. */
export const object = (entries: readonly (readonly [string, JsonTree])[]): JsonTree => ({
  kind: "object",
  entries: entries.map(([key, value]) => [`"${key}"`, value]),
});

/** Formats the document. */
export function writeJson(tree: JsonTree, spacing: Spacing, depth = 0): string {
  if (tree.kind === "text") return tree.text;
  if (tree.kind === "spaced") return writeJson(tree.tree, tree.spacing, depth);
  const isArray = tree.kind === "array";
  const parts = isArray
    ? tree.items.map((item) => writeJson(item, spacing, depth + 1))
    : tree.entries.map(([key, value]) => key + spacing.colon + writeJson(value, spacing, depth + 1));
  return enclose(parts, { spacing, depth, brackets: isArray ? ["[", "]"] : ["{", "}"] });
}

function enclose(
  parts: readonly string[],
  options: {
    readonly spacing: Spacing;
    readonly depth: number;
    readonly brackets: readonly [string, string];
  },
): string {
  const { spacing, depth, brackets } = options;
  const line = (level: number): string =>
    spacing.indent === null ? "" : `\n${spacing.indent.repeat(level)}`;
  if (parts.length === 0) return brackets.join(spacing.indent === "\t" ? "\n" : "");
  return (
    brackets[0] + line(depth + 1) + parts.join(spacing.comma + line(depth + 1)) + line(depth) + brackets[1]
  );
}
