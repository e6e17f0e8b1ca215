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
  /** `<!-- stays up -->`: the block starts something that does not end by itself, and has run when its last line is done. */
  readonly staysUp: boolean;
  /** `<!-- output -->`: the text is what the program before it prints; a line of `…` stands for any lines. */
  readonly isOutput: boolean;
};

const FENCE = /^(`{3,})(\S*)\s*$/;
const COMMENT = /^<!-- (.+) -->$/;

/**
 * Reads the fenced blocks of a Markdown text, in their order.
 *
 * @throws Error with document and line, for a mark that is not known, a reason that is missing, and a fence that is not closed.
 */
export function readBlocks(document: string, markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let comments: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, fence, language = ""] = FENCE.exec(line) ?? [];
    if (fence === undefined) {
      const [, comment] = COMMENT.exec(line) ?? [];
      // A blank line may stand between a comment and its fence; Markdown wants it so in places.
      if (comment !== undefined) comments.push(comment);
      else if (line.trim() !== "") comments = [];
      continue;
    }
    const end = lines.indexOf(fence, index + 1);
    if (end === -1) throw new Error(`${document}:${index + 1}: the fence is not closed.`);
    blocks.push({
      document,
      line: index + 2,
      language,
      text: lines
        .slice(index + 1, end)
        .map((text) => `${text}\n`)
        .join(""),
      marks: readMarks(comments, `${document}:${index + 1}`),
    });
    comments = [];
    index = end;
  }
  return blocks;
}

function readMarks(comments: readonly string[], place: string): BlockMarks {
  const marks = { continues: false, notRun: null as string | null, staysUp: false, isOutput: false };
  for (const comment of comments) {
    const [, reason] = /^not run: (\S.{9,})$/.exec(comment) ?? [];
    if (reason !== undefined) marks.notRun = reason;
    else if (comment === "continues") marks.continues = true;
    else if (comment === "stays up") marks.staysUp = true;
    else if (comment === "output") marks.isOutput = true;
    else if (/^(not run|continues|stays up|output)\b/.test(comment)) {
      throw new Error(`${place}: the mark "${comment}" is not known, or lacks its reason.`);
    }
  }
  return marks;
}
