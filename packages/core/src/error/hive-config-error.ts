import { HiveError } from "./hive-error.ts";

/** The client cannot work as it was set up: an option is missing, unknown, or out of its range. Nothing was sent. */
export class HiveConfigError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "config";
  /** Never: making the same call again cannot help, or may be billed twice. */
  declare readonly isRetryable: false;

  /** The option's name, for example `apiKey`; `null` where no single one is at fault. */
  declare readonly option: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: { readonly option?: string; readonly cause?: unknown } = {}) {
    super("config", message, { option: null, ...evidence });
  }
}
