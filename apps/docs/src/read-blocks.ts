import type { Code, Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** A fenced code block of a document. */
export type Block = {
  /** The document's path relative to the workspace's folder, for example `docs/policy.md`. */
  readonly document: string;
  /** The number of the first line of text, from 1. */
  readonly line: number;
  /** The language after the fence; `""` if there is none. */
  readonly language: string;
  /** The text between the fences, with a trailing line break. */
  readonly text: string;
  /** The marks in the comments directly before the fence. */
  readonly marks: BlockMarks;
};

/** The marks that comments before a fence can set. Readers do not see them. */
type BlockMarks = {
  /** `<!-- continues -->`: the block continues the previous block of the document. */
  readonly continues: boolean;
  /** `<!-- not run: reason -->`: the block is only type-checked; `null` for a block that runs. */
  readonly notRun: string | null;
  /** `<!-- output -->`: the text is the output of the previous program. */
  readonly isOutput: boolean;
  /** `<!-- refused -->`: the next table lists the error response to each of these curl commands. */
  readonly isRefused: boolean;
  /** `<!-- reply: output -->`: the JSON shows only these properties of the response; `null` for all of it. */
  readonly replyParts: readonly string[] | null;
  /** `<!-- callback -->`: the JSON is the body that was posted to the callback URL. */
  readonly isCallback: boolean;
};

const MARKS = {
  continues: /^<!-- continues -->$/,
  notRun: /^<!-- not run: (\S.{9,}) -->$/,
  output: /^<!-- output -->$/,
  refused: /^<!-- refused -->$/,
  reply: /^<!-- reply: (\w+(?:, \w+)*) -->$/,
  callback: /^<!-- callback -->$/,
};

/** The languages of programs. */
export const CODE: ReadonlySet<string> = new Set(["ts", "js"]);

/**
 * Reads the code blocks of a Markdown document, in order.
 *
 * @throws Error with document and line if a part would not be tested: an unknown comment before a fence, a mark that
 * does not apply to the language, a `text` block without a program, words after the language, or an unclosed fence.
 */
export function readBlocks(document: string, markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  return Array.from(codeNodes(fromMarkdown(markdown)), ({ node, comments }) => {
    const { start, end } = node.position ?? { start: { line: 0 }, end: { line: 0 } };
    const place = `${document}:${start.line}`;
    const language = node.lang ?? "";
    if (!/^[\s>*+-]*(?:`{3,}|~{3,})\s*$/.test(lines[end.line - 1] ?? "") || start.line === end.line) {
      throw new Error(`${place}: the fence is not closed, or the block has no fence.`);
    }
    if (node.meta) throw new Error(`${place}: only the language may follow the fence.`);
    return {
      document,
      line: start.line + 1,
      language,
      text: `${node.value}\n`,
      marks: readMarks(comments, place, language),
    };
  });
}

/** Finds code nodes, each with the HTML comments directly before it. */
function* codeNodes(parent: Nodes): Generator<{ readonly node: Code; readonly comments: readonly string[] }> {
  if (!("children" in parent)) return;
  let comments: string[] = [];
  for (const node of parent.children) {
    if (node.type === "code") yield { node, comments };
    const isComment = node.type === "html" && node.value.startsWith("<!--");
    comments = isComment ? [...comments, ...node.value.split("\n")] : [];
    yield* codeNodes(node);
  }
}

function readMarks(comments: readonly string[], place: string, language: string): BlockMarks {
  const unknown = comments.find((line) => !Object.values(MARKS).some((mark) => mark.test(line)));
  if (unknown !== undefined)
    throw new Error(`${place}: "${unknown}" is not a known mark, or its reason is missing.`);
  const read = (mark: RegExp) => comments.map((line) => mark.exec(line)).find((match) => match !== null);
  const marks = {
    continues: read(MARKS.continues) !== undefined,
    notRun: read(MARKS.notRun)?.[1] ?? null,
    isOutput: read(MARKS.output) !== undefined,
    isRefused: read(MARKS.refused) !== undefined,
    replyParts: read(MARKS.reply)?.[1]?.split(", ") ?? null,
    isCallback: read(MARKS.callback) !== undefined,
  };
  const isMisplaced =
    ((marks.continues || marks.notRun !== null) && !CODE.has(language)) ||
    (marks.isRefused && language !== "sh") ||
    ((marks.replyParts !== null || marks.isCallback) && language !== "json") ||
    marks.isOutput !== (language === "text");
  if (isMisplaced) {
    throw new Error(
      `${place}: the marks do not apply to a block of "${language}". A text block needs <!-- output -->.`,
    );
  }
  return marks;
}
