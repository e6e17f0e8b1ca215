import type { LoggerService } from "@nestjs/common";

/** The log of an app. */
export type Log = {
  readonly logger: LoggerService;
  /** Returns all records, one per line. */
  readonly text: () => string;
  /** Returns the records of a level. */
  readonly lines: (level: string) => readonly string[];
};

/** Creates a logger that keeps its records. */
export function createLog(): Log {
  const entries: { readonly level: string; readonly line: string }[] = [];
  const keep =
    (level: string) =>
    (...words: unknown[]): void =>
      void entries.push({
        level,
        line: words
          .filter((word) => word !== undefined)
          .map(String)
          .join(" "),
      });
  return {
    logger: {
      log: keep("log"),
      error: keep("error"),
      warn: keep("warn"),
      debug: keep("debug"),
      verbose: keep("verbose"),
      fatal: keep("fatal"),
    },
    text: () => entries.map(({ line }) => line).join("\n"),
    lines: (level) => entries.filter((entry) => entry.level === level).map(({ line }) => line),
  };
}
