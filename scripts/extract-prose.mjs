// For `npm run check -- prose`: the comments of a source file, and its strings of three words or more, as Markdown.

import { parseSync, Visitor } from "oxc-parser";

const FENCE = /```.*?```/gs;
const IGNORED = /^\s*(?:oxlint-disable\S*|\/ <reference).*?(?:-- |$)|@\w+ ?|\{@link [^}]*\}/gm;

/** Extracts the prose of a file. Line numbers are preserved, and interpolated values become inline code. */
export function extractProse(file, source) {
  const lines = source.split("\n").map(() => "");
  const add = (start, text) => {
    const first = source.slice(0, start).split("\n").length - 1;
    for (const [index, line] of text.split("\n").entries()) {
      // No line may begin a heading, a quotation or a list, which would start another block.
      lines[first + index] += ` ${line.replace(/^[\s#>*+-]+/, "")}`;
    }
  };
  const addString = (start, text) => {
    if (/(?:[a-z]{2,}[,.:;]? ){2}[a-z]/i.test(text)) add(start, text.replaceAll("\n", " "));
  };
  const { program, comments } = parseSync(file, source);
  for (const { start, value } of comments) {
    add(start, value.replace(FENCE, (fence) => fence.replaceAll(/[^\n]/g, "")).replaceAll(IGNORED, " "));
  }
  new Visitor({
    Literal: ({ start, value }) => typeof value === "string" && addString(start, value),
    TemplateLiteral: ({ start, quasis }) =>
      addString(start, quasis.map((part) => part.value.cooked).join("`x`")),
  }).visit(program);
  return lines.map((line) => line.trim()).join("\n");
}
