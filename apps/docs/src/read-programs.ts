import { CODE } from "./read-blocks.ts";
import type { Block } from "./read-blocks.ts";

/** A block of code, and those that continue it. */
export type Program = {
  readonly document: string;
  /** The line of the first block's first line, from 1. */
  readonly line: number;
  /** The name of its file, without a folder: document and line in it, and `.ts`. */
  readonly fileName: string;
  /** The blocks, each at its own lines of the document: what a tool says of line n of the program is true of the document's. */
  readonly source: string;
  readonly blocks: readonly Block[];
  /** Why it is not run; `null` for a program that is. */
  readonly notRun: string | null;
  /** Whether vitest runs it. */
  readonly isTest: boolean;
  /** What it prints, from the block of output behind it; `null` where the document does not say. */
  readonly output: string | null;
};

/**
 * Puts the blocks of code of one document together into programs.
 *
 * @throws Error with document and line, for output of which nobody could tell whether it is printed.
 */
export function readPrograms(blocks: readonly Block[]): readonly Program[] {
  const chains: { readonly parts: Block[]; output: string | null }[] = [];
  for (const block of blocks) {
    const last = chains.at(-1);
    if (block.marks.isOutput) {
      if (last === undefined) throw new Error(`${block.document}:${block.line}: output of no program.`);
      if (last.output !== null) {
        throw new Error(`${block.document}:${block.line}: the output of this program is shown twice.`);
      }
      last.output = block.text;
    } else if (CODE.has(block.language)) {
      if (block.marks.continues && last === undefined) {
        throw new Error(`${block.document}:${block.line}: there is no block to continue.`);
      }
      if (block.marks.continues) last?.parts.push(block);
      else chains.push({ parts: [block], output: null });
    }
  }
  return chains.flatMap(({ parts, output }) => {
    const [first] = parts;
    return first === undefined ? [] : [toProgram(first, parts, output)];
  });
}

function toProgram(first: Block, parts: readonly Block[], output: string | null): Program {
  const program = joinBlocks(first, parts, output);
  if (output !== null && (program.notRun !== null || program.isTest)) {
    throw new Error(`${first.document}:${first.line}: shows output, and is not run by itself.`);
  }
  return program;
}

function joinBlocks(first: Block, parts: readonly Block[], output: string | null): Program {
  const lines: string[] = [];
  for (const { line, text } of parts) {
    while (lines.length < line - 1) lines.push("");
    lines.push(...text.trimEnd().split("\n"));
  }
  // Makes a module of a block without import and export, so that its names are its own.
  const source = `${lines.join("\n")}\nexport {};\n`;
  return {
    document: first.document,
    line: first.line,
    fileName: `${first.document.replaceAll("/", "__")}__${first.line}.ts`,
    source,
    blocks: parts,
    notRun: parts.find(({ marks }) => marks.notRun !== null)?.marks.notRun ?? null,
    isTest: /from "(?:vitest|@hivekit\/emulator\/vitest)"/.test(source),
    output,
  };
}
