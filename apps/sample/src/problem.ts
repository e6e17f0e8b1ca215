import { isHiveError } from "@hivekit/core";

/** Something that ends the command and that its user can mend: told in one line, without a stack. */
export class Problem extends Error {
  /** 1 for a failure, 2 for a wrong command line. */
  readonly exitCode: number;

  constructor(message: string, options: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Turns what went wrong into a problem; anything unexpected stays as it is, with its stack. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (isHiveError(error)) return new Problem(error.message, { cause: error });
  return error;
}
