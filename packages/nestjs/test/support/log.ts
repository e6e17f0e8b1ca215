import type { LoggerService } from "@nestjs/common";

/** What an app logs, kept. */
export type Log = {
  readonly logger: LoggerService;
  /** All of it, a line each. */
  readonly text: () => string;
  /** The lines of a level. */
  readonly lines: (level: string) => readonly string[];
};

/** Makes a logger that keeps what it is told. */
export function logOf(): Log {
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
