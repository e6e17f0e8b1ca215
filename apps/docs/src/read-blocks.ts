/** One fenced block of a document. */
export type Block = {
  /** The document's path from the workspace's folder, for example `docs/policy.md`. */
  readonly document: string;
  /** The line of the block's first line of text, from 1; so what a tool says of line n of a block stands at `line + n - 1`. */
  readonly line: number;
  /** The word behind the fence, `""` for none. */
  readonly language: string;
  /** What stands between the fences, with a line break at its end. */
  readonly text: string;
  /** What the comments directly before the fence ask for. */
  readonly marks: BlockMarks;
};

/** What a comment before a fence may ask for; it is invisible to readers. */
type BlockMarks = {
  /** `<!-- continues -->`: the block goes on where the one before it in the document ended. */
  readonly continues: boolean;
  /** `<!-- not run: reason -->`: the block is type-checked only; `null` for a block that runs. */
  readonly notRun: string | null;
  /** `<!-- output -->`: the text is what the program before it prints; a line of `…` stands for any lines. */
  readonly isOutput: boolean;
  /** `<!-- refused -->`: the table behind these commands with curl says how each is refused. */
  readonly isRefused: boolean;
  /** `<!-- reply: output -->`: the JSON is not the whole reply to the curl before it, but these properties of it; `null` if it is. */
  readonly replyParts: readonly string[] | null;
  /** `<!-- callback -->`: the JSON is what was posted to the callback URL. */
  readonly isCallback: boolean;
};

/** The languages of programs. */
export const CODE: ReadonlySet<string> = new Set(["ts", "js"]);

const FENCE = /^(`{3,})(\S*)\s*$/;
/** What Markdown takes for a fence, or readers do: by tildes, indented, in a list or a quotation, with more than a word behind it. */
const OTHER_FENCE = /^(?:\s|[-*+>]\s|\d+[.)]\s)*(?:`{3}|~{3})/;
const CLOSING_FENCE = /^ {0,3}(`{3,})\s*$/;
const COMMENT = /^<!-- (.+) -->$/;
/** A part of a comment, or one that is written in another way than a mark. */
const OTHER_COMMENT = /^\s*<!--|-->\s*$/;

/**
 * Reads the fenced blocks of a Markdown text, in their order.
 *
 * @throws Error with document and line, for what would go unproven: a comment before a fence that is no mark, a mark that says nothing of
 * this language, `text` that no program prints, a fence that is not read, and one that is not closed.
 */
export function readBlocks(document: string, markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let comments: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, fence, language = ""] = FENCE.exec(line) ?? [];
    if (fence === undefined) {
      if (OTHER_FENCE.test(line)) {
        throw new Error(
          `${document}:${index + 1}: a fence begins its line, is of backticks, and has one word behind it.`,
        );
      }
      const comment = COMMENT.exec(line)?.[1] ?? (OTHER_COMMENT.test(line) ? line.trim() : undefined);
      // A blank line may stand between a comment and its fence; Markdown wants it so in places.
      if (comment !== undefined) comments.push(comment);
      else if (line.trim() !== "") comments = [];
      continue;
    }
    const end = lines.findIndex(
      (text, place) => place > index && (CLOSING_FENCE.exec(text)?.[1]?.length ?? 0) >= fence.length,
    );
    if (end === -1) throw new Error(`${document}:${index + 1}: the fence is not closed.`);
    blocks.push({
      document,
      line: index + 2,
      language,
      text: lines
        .slice(index + 1, end)
        .map((text) => `${text}\n`)
        .join(""),
      marks: readMarks(comments, { place: `${document}:${index + 1}`, language }),
    });
    comments = [];
    index = end;
  }
  return blocks;
}

function readMarks(
  comments: readonly string[],
  { place, language }: { readonly place: string; readonly language: string },
): BlockMarks {
  const marks = {
    continues: false,
    notRun: null as string | null,
    isOutput: false,
    isRefused: false,
    replyParts: null as readonly string[] | null,
    isCallback: false,
  };
  for (const comment of comments) {
    const [, reason] = /^not run: (\S.{9,})$/.exec(comment) ?? [];
    const [, parts] = /^reply: (\w+(?:, \w+)*)$/.exec(comment) ?? [];
    if (reason !== undefined) marks.notRun = reason;
    else if (parts !== undefined) marks.replyParts = parts.split(", ");
    else if (comment === "continues") marks.continues = true;
    else if (comment === "output") marks.isOutput = true;
    else if (comment === "refused") marks.isRefused = true;
    else if (comment === "callback") marks.isCallback = true;
    else throw new Error(`${place}: the mark "${comment}" is not known, or lacks its reason.`);
  }
  const isMisplaced =
    ((marks.continues || marks.notRun !== null) && !CODE.has(language)) ||
    (marks.isRefused && language !== "sh") ||
    ((marks.replyParts !== null || marks.isCallback) && language !== "json");
  if (isMisplaced) throw new Error(`${place}: a mark of another language stands before it.`);
  if (language === "text" && !marks.isOutput) {
    throw new Error(
      `${place}: text is what a program prints: <!-- output --> before it, and the program before that.`,
    );
  }
  return marks;
}
