import { isHiveError } from "@hivekit/core";

/** An error that the user can fix. The command prints its message in one line, without a stack trace. */
export class UserError extends Error {
  /** 1 for a failure, 2 for an invalid command line. */
  readonly exitCode: number;

  constructor(message: string, options: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Converts Hivekit errors to a {@link UserError}. Returns unexpected errors unchanged, with their stack traces. */
export function toUserError(error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (isHiveError(error)) return new UserError(error.message, { cause: error });
  return error;
}
