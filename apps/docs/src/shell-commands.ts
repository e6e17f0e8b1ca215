import type { Block } from "./read-blocks.ts";

/** One command of a shell block. */
export type ShellCommand = {
  /** Document and line, for messages. */
  readonly place: string;
  /** The program and its arguments, without variables set before it and without quotes. */
  readonly words: readonly string[];
};

/** Reads the commands of a block: continued lines are put together, comments and what is piped or put behind `&&` are their own. */
export function readShellCommands({ document, line, text }: Block): readonly ShellCommand[] {
  const joined = text.replaceAll("\\\n", " ");
  return joined.split("\n").flatMap((written, index) =>
    written
      .replace(/(^|\s)#.*$/, "")
      .split(/&&|\||;/)
      .map((command) =>
        command
          .trim()
          .split(/\s+/)
          .map((word) => word.replaceAll(/^["']|["']$/g, "")),
      )
      .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word))))
      .filter(([program = ""]) => program !== "")
      .map((words) => ({ place: `${document}:${line + index}`, words })),
  );
}
